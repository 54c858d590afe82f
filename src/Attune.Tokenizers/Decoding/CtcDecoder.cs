namespace Attune.Tokenizers;

/// <summary>
/// Decodes what a model with connectionist temporal classification gives: of equal tokens in a row one stays, padding between them goes, a delimiter becomes a space.
/// </summary>
public sealed class CtcDecoder : Decoder
{
    private readonly byte[] _padToken;
    private readonly byte[] _wordDelimiterToken;

    /// <summary>A decoder of these options.</summary>
    /// <param name="padToken">The blank between tokens.</param>
    /// <param name="wordDelimiterToken">What stands between words.</param>
    /// <param name="cleanup">Whether the delimiter becomes a space and <see cref="WordPieceDecoder"/>'s clean-up takes place.</param>
    public CtcDecoder(string padToken = "<pad>", string wordDelimiterToken = "|", bool cleanup = true)
    {
        _padToken = TokenBytes.Of(padToken);
        _wordDelimiterToken = TokenBytes.Of(wordDelimiterToken);
        PadToken = padToken;
        WordDelimiterToken = wordDelimiterToken;
        Cleanup = cleanup;
    }

    /// <summary>The blank between tokens.</summary>
    public string PadToken { get; }

    /// <summary>What stands between words.</summary>
    public string WordDelimiterToken { get; }

    /// <summary>Whether the delimiter becomes a space and English is drawn together.</summary>
    public bool Cleanup { get; }

    internal override void Apply(List<ReadOnlyMemory<byte>> tokens)
    {
        int kept = 0;
        ReadOnlyMemory<byte> previous = default;
        for (int i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            bool repeats = i > 0 && token.Span.SequenceEqual(previous.Span);
            previous = token;
            if (repeats)
                continue;
            token = TokenBytes.Replace(token, _padToken, []);
            if (Cleanup)
                token = TokenBytes.Replace(WordPieceDecoder.DrawTogether(token), _wordDelimiterToken, " "u8);
            if (!token.IsEmpty)
                tokens[kept++] = token;
        }

        tokens.RemoveRange(kept, tokens.Count - kept);
    }
}
