namespace Attune.Training;

/// <summary>What a run reads; nothing at all for what an embedded generator makes.</summary>
public sealed record DataSource
{
    /// <summary>Texts: files, folders and patterns.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>Sentences and their translations: two files with a sentence a line, or one <c>.tsv</c> with both.</summary>
    public IReadOnlyList<string> Pairs { get; init; } = [];

    /// <summary>The same, to validate on; the end of <see cref="Pairs"/> when empty.</summary>
    public IReadOnlyList<string> ValidationPairs { get; init; } = [];
}
