namespace Attune.Tokenizers;

/// <summary>Adds no tokens; may leave the spaces at the ends of a token out of its offsets.</summary>
/// <param name="addPrefixSpace">Whether a single space at the start of a text is the pre-tokenizer's, and not trimmed.</param>
/// <param name="trimOffsets">Whether the spaces at the ends of a token are left out of its offsets.</param>
/// <param name="useRegex">As in the file; post-processing does not look at it.</param>
public sealed class ByteLevelProcessor(bool addPrefixSpace = true, bool trimOffsets = true, bool useRegex = true) : PostProcessor
{
    private static readonly TemplatePart[] s_pair = [new(0, 0, 0), new(1, 0, 1)];

    /// <summary>Whether a single space at the start of a text is the pre-tokenizer's, and not trimmed.</summary>
    public bool AddPrefixSpace { get; } = addPrefixSpace;

    /// <summary>Whether the spaces at the ends of a token are left out of its offsets.</summary>
    public bool TrimOffsets { get; } = trimOffsets;

    /// <summary>As in the file.</summary>
    public bool UseRegex { get; } = useRegex;

    internal override bool TrimsOffsets => TrimOffsets;

    internal override ReadOnlySpan<TemplatePart> Template(bool pair) => s_pair.AsSpan(0, pair ? 2 : 1);
}
