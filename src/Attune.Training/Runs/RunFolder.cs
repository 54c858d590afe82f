namespace Attune.Training;

/// <summary>Where the files of a run are.</summary>
/// <param name="path">The folder.</param>
public sealed class RunFolder(string path)
{
    /// <summary>The folder.</summary>
    public string Path { get; } = path;

    /// <summary>How the names of token files end.</summary>
    internal const string TokensEnding = ".tokens";

    /// <summary>The recipe, as it ran, and what it ran on.</summary>
    public string Training => In("training.json");

    /// <summary>The tokenizer.</summary>
    public string Tokenizer => In("tokenizer.json");

    /// <summary>One line for each step.</summary>
    public string Metrics => In("metrics.jsonl");

    /// <summary>One line for each sample.</summary>
    public string Samples => In("samples.jsonl");

    /// <summary>The page to look at.</summary>
    public string Report => In("report.html");

    /// <summary>Checkpoints to go on from.</summary>
    public string Checkpoints => In("checkpoints");

    /// <summary>Token files.</summary>
    public string Data => In("data");

    /// <summary>What the token files are and were made of.</summary>
    public string DataRecord => System.IO.Path.Combine(Data, "data.json");

    /// <summary>The file of TensorBoard, there or to be.</summary>
    public string Events => Directory.Exists(Path) && Directory.EnumerateFiles(Path, "events.out.tfevents.*").Order(StringComparer.Ordinal).LastOrDefault() is { } there
        ? there
        : In(Formats.EventFile.NewName(DateTimeOffset.UtcNow));

    /// <summary>One token file, such as that of <c>training</c>.</summary>
    internal string Tokens(string name) => System.IO.Path.Combine(Data, name + TokensEnding);

    /// <summary>Opens a token file.</summary>
    /// <exception cref="Formats.InvalidFileException">It is none.</exception>
    internal TokenFile OpenTokens(string name) => TokenFile.Open(Tokens(name));

    /// <summary>True when a run is here.</summary>
    public bool Exists => File.Exists(Training);

    /// <summary>Removes what a process that was killed while it wrote left half-written.</summary>
    internal void RemoveLeftovers()
    {
        foreach (string folder in (string[])[Path, Data, Checkpoints])
        {
            if (Directory.Exists(folder))
                Formats.AtomicFolder.RemoveLeftovers(folder);
        }
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
