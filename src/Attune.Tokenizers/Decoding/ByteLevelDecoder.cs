namespace Attune.Tokenizers;

/// <summary>
/// Joins the tokens of a byte-level vocabulary. A vocabulary here holds bytes, not the characters that stand for them in files: there is nothing to map back.
/// </summary>
/// <param name="addPrefixSpace">As in the file; decoding does not look at it.</param>
/// <param name="trimOffsets">As in the file; decoding does not look at it.</param>
/// <param name="useRegex">As in the file; decoding does not look at it.</param>
public sealed class ByteLevelDecoder(bool addPrefixSpace = true, bool trimOffsets = true, bool useRegex = true) : Decoder
{
    /// <summary>As in the file.</summary>
    public bool AddPrefixSpace { get; } = addPrefixSpace;

    /// <summary>As in the file.</summary>
    public bool TrimOffsets { get; } = trimOffsets;

    /// <summary>As in the file.</summary>
    public bool UseRegex { get; } = useRegex;

    internal override bool OnlyJoins => true;

    internal override void Apply(List<ReadOnlyMemory<byte>> tokens) => TokenBytes.Join(tokens);
}
