using Attune.Formats;
using Attune.Formats.Tests;

namespace Attune.Training.Tests;

public sealed class TokenFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1 << 16, 2)]
    [InlineData((1 << 16) + 1, 4)]
    public void What_was_written_is_read_in_the_width_that_the_vocabulary_needs(int vocabularySize, int width)
    {
        string path = _folder.File("a.tokens");
        int last = vocabularySize - 1;

        Assert.Equal(5, TokenFile.Write(path, vocabularySize, [([0, 1, last], 7), ([], 0), ([last, 2], 4)]));

        using var tokens = TokenFile.Open(path);
        Assert.Equal((5L, 11L), (tokens.Length, tokens.TextBytes));
        Assert.Equal(32 + (5 * width), new FileInfo(path).Length);
        var ids = new int[5];
        tokens.Read(0, ids);
        Assert.Equal([0, 1, last, last, 2], ids);
        tokens.Read(3, ids.AsSpan(0, 2));
        Assert.Equal([last, 2], ids[..2]);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(3, 1)]
    [InlineData(2, 2)]
    [InlineData(0, 4)]
    [InlineData(long.MaxValue / 2, 1)]
    [InlineData(long.MaxValue, 1)]
    public void What_lies_outside_is_refused(long start, int length)
    {
        string path = _folder.File("a.tokens");
        TokenFile.Write(path, 10, [([1, 2, 3], 3)]);
        using var tokens = TokenFile.Open(path);

        Assert.Throws<ArgumentOutOfRangeException>(() => tokens.Read(start, new int[length]));
    }

    [Fact]
    public void A_file_that_is_cut_or_whose_head_is_wrong_is_refused_by_name()
    {
        string path = _folder.File("a.tokens");
        TokenFile.Write(path, 10, [([1, 2, 3], 3)]);
        byte[] whole = File.ReadAllBytes(path);
        for (int length = 0; length < whole.Length; length++)
            AssertRefused(whole[..length]);
        AssertRefused([.. whole, 0]);
        // Magic number, width, number of tokens.
        foreach (int at in (int[])[0, 8, 16, 23])
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 0x81;
            AssertRefused(damaged);
        }

        void AssertRefused(byte[] content)
        {
            File.WriteAllBytes(path, content);
            Assert.Equal(path, Assert.Throws<InvalidFileException>(() => TokenFile.Open(path)).File);
        }
    }
}
