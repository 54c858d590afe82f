namespace Attune.Tokenizers;

/// <summary>Replaces the mark of a word's end by a space, in the last token by nothing.</summary>
public sealed class BpeDecoder : Decoder
{
    private readonly byte[] _suffix;

    /// <summary>A decoder of this suffix; an empty one changes nothing.</summary>
    public BpeDecoder(string suffix = "</w>")
    {
        _suffix = TokenBytes.Of(suffix);
        Suffix = suffix;
    }

    /// <summary>The mark of a word's end.</summary>
    public string Suffix { get; }

    internal override void Apply(List<ReadOnlyMemory<byte>> tokens)
    {
        for (int i = 0; i < tokens.Count; i++)
            tokens[i] = TokenBytes.Replace(tokens[i], _suffix, i == tokens.Count - 1 ? [] : " "u8);
    }
}
