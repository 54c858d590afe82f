using System.Text;
using Attune.Formats;
using Attune.Formats.Tests;

namespace Attune.Training.Tests;

public sealed class ParallelTextTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Two_files_and_a_table_say_the_same()
    {
        var two = ParallelText.Read([File("a.en", "a dog\r\n\n  two cats \nthe end"), File("a.de", "ein Hund\nleer\nzwei Katzen\ndas Ende\n")]);
        var one = ParallelText.Read([File("a.tsv", "a dog\tein Hund\n\tleer\ntwo cats\tzwei Katzen\nthe end\tdas Ende\n")]);

        Assert.Equal(["a dog", "", "two cats", "the end"], Texts(two.Sources));
        Assert.Equal(["ein Hund", "leer", "zwei Katzen", "das Ende"], Texts(two.Targets));
        Assert.Equal(Texts(two.Sources), Texts(one.Sources));
        Assert.Equal(Texts(two.Targets), Texts(one.Targets));
        Assert.Equal(1, two.EmptyCount);
        Assert.Equal(["a dog", "two cats", "the end"], Texts(one.WithoutEmpty().Sources));
    }

    [Fact]
    public void What_is_wrong_is_said()
    {
        string three = File("three", "a\nb\nc\n"), two = File("two", "a\nb\n");

        Assert.EndsWith("two: expected 3 lines, as in " + three + ", found 2", Assert.Throws<InvalidFileException>(() => ParallelText.Read([three, two])).Message, StringComparison.Ordinal);
        Assert.Contains("expected two files (source and target), or one .tsv", Assert.Throws<ArgumentException>(() => ParallelText.Read([three])).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => ParallelText.Read([three, _folder.File("none")]));
        Assert.Contains("line 2", Assert.Throws<InvalidFileException>(() => ParallelText.Read([File("b.tsv", "a\tb\nc\n")])).Message, StringComparison.Ordinal);
        Assert.Contains("several tabs", Assert.Throws<InvalidFileException>(() => ParallelText.Read([File("c.tsv", "a\tb\tc\n")])).Message, StringComparison.Ordinal);
        System.IO.File.WriteAllBytes(_folder.File("bytes"), [97, 10, 0xFF, 10, 97, 10]);
        Assert.Contains("0xFF", Assert.Throws<InvalidFileException>(() => ParallelText.Read([three, _folder.File("bytes")])).Message, StringComparison.Ordinal);
    }

    private string File(string name, string text)
    {
        System.IO.File.WriteAllText(_folder.File(name), text);
        return _folder.File(name);
    }

    private static string[] Texts(IEnumerable<ReadOnlyMemory<byte>> lines) => [.. lines.Select(line => Encoding.UTF8.GetString(line.Span))];
}
