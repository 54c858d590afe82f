using Attune.Formats;

namespace Attune.Training;

/// <summary>Sentences and their translations as UTF-8, read from two files with a sentence a line, or from one <c>.tsv</c> with both; <c>.gz</c> too.</summary>
internal sealed class ParallelText
{
    private ParallelText(string name, IReadOnlyList<ReadOnlyMemory<byte>> sources, IReadOnlyList<ReadOnlyMemory<byte>> targets) =>
        (Name, Sources, Targets) = (name, sources, targets);

    /// <summary>What the files are called.</summary>
    public string Name { get; }

    public IReadOnlyList<ReadOnlyMemory<byte>> Sources { get; }

    /// <summary>As many as sources.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Targets { get; }

    /// <summary>Pairs of which a side, or both, is empty.</summary>
    public int EmptyCount => Sources.Zip(Targets).Count(pair => pair.First.IsEmpty || pair.Second.IsEmpty);

    /// <summary>Reads all of it.</summary>
    /// <param name="files">Source and target, or one .tsv.</param>
    /// <exception cref="ArgumentException">Another number of files.</exception>
    /// <exception cref="InvalidFileException">No text, or files with different numbers of lines.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static ParallelText Read(IReadOnlyList<string> files)
    {
        if (files is [var table] && IsTable(table))
            return ReadTable(table);
        if (files.Count != 2)
            throw new ArgumentException($"pairs: expected two files (source and target), or one .tsv, found {(files.Count == 0 ? "none" : string.Join(", ", files))}");
        ReadOnlyMemory<byte>[] sources = [.. Lines(files[0]).Select(Trimmed)], targets = [.. Lines(files[1]).Select(Trimmed)];
        if (sources.Length != targets.Length)
            throw new InvalidFileException(files[1], null, null, $"{sources.Length} lines, as in {files[0]}", $"{targets.Length}");
        string[] names = [.. files.Select(file => Path.GetFileName(file))];
        return new ParallelText(string.Join(" and ", names), sources, targets);
    }

    /// <summary>Without pairs of which a side is empty: there is nothing to learn from them.</summary>
    public ParallelText WithoutEmpty()
    {
        int[] kept = [.. Enumerable.Range(0, Sources.Count).Where(i => !Sources[i].IsEmpty && !Targets[i].IsEmpty)];
        return new ParallelText(Name, [.. kept.Select(i => Sources[i])], [.. kept.Select(i => Targets[i])]);
    }

    private static ParallelText ReadTable(string file)
    {
        List<ReadOnlyMemory<byte>> sources = [], targets = [];
        var lines = Lines(file);
        for (int i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            int tab = line.Span.IndexOf((byte)'\t');
            if (tab < 0 || line.Span[(tab + 1)..].Contains((byte)'\t'))
                throw new InvalidFileException(file, $"line {i + 1}", null, "a source, a tab, and a target", tab < 0 ? "no tab" : "several tabs");
            sources.Add(Trimmed(line[..tab]));
            targets.Add(Trimmed(line[(tab + 1)..]));
        }

        return new ParallelText(Path.GetFileName(file), sources, targets);
    }

    private static bool IsTable(string file) => Plain(file).EndsWith(".tsv", StringComparison.OrdinalIgnoreCase);

    private static string Plain(string file) => file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? file[..^3] : file;

    private static List<ReadOnlyMemory<byte>> Lines(string file)
    {
        if (!File.Exists(file))
            throw new FileNotFoundException($"{file}: expected a file with a sentence a line, found none", file);
        var rest = Documents.ReadText(file);
        var lines = new List<ReadOnlyMemory<byte>>();
        while (!rest.IsEmpty)
        {
            int end = rest.Span.IndexOf((byte)'\n');
            lines.Add(end < 0 ? rest : rest[..end]);
            rest = end < 0 ? default : rest[(end + 1)..];
        }

        return lines;
    }

    private static ReadOnlyMemory<byte> Trimmed(ReadOnlyMemory<byte> line)
    {
        int start = line.Span.IndexOfAnyExcept(" \t\r"u8);
        return start < 0 ? default : line[start..(line.Span.LastIndexOfAnyExcept(" \t\r"u8) + 1)];
    }
}
