namespace Attune.Tokenizers;

/// <summary>
/// Turns tokens such as <c>&lt;0x61&gt;</c> into the byte they name. What is not UTF-8 once all tokens are joined becomes U+FFFD then, as SentencePiece has it, and as bytes it
/// stays as it is; Hugging Face's library gives up all bytes in a row where one of them is wrong, and so loses characters that are there.
/// </summary>
public sealed class ByteFallback : Decoder
{
    private static readonly byte[][] s_bytes = [.. Enumerable.Range(0, 256).Select(value => new[] { (byte)value })];

    internal override void Apply(List<ReadOnlyMemory<byte>> tokens)
    {
        for (int i = 0; i < tokens.Count; i++)
        {
            if (ByteTokens.TryParse(tokens[i].Span, out byte value))
                tokens[i] = s_bytes[value];
        }
    }
}
