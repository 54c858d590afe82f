namespace Attune.Tokenizers;

/// <summary>
/// Takes the prefix from tokens that continue a word and puts a space before the others, but for the first token. What tokenization of English
/// spread, <c>do n't .</c>, can be drawn together again.
/// </summary>
public sealed class WordPieceDecoder : Decoder
{
    private readonly byte[] _prefix;

    /// <summary>A decoder of these options.</summary>
    /// <param name="prefix">What marks a token that continues a word.</param>
    /// <param name="cleanup">Whether spaces before punctuation and in English contractions are taken out.</param>
    public WordPieceDecoder(string prefix = "##", bool cleanup = true)
    {
        _prefix = TokenBytes.Of(prefix);
        Prefix = prefix;
        Cleanup = cleanup;
    }

    /// <summary>What marks a token that continues a word.</summary>
    public string Prefix { get; }

    /// <summary>Whether spaces before punctuation and in English contractions are taken out.</summary>
    public bool Cleanup { get; }

    internal override void Apply(List<ReadOnlyMemory<byte>> tokens)
    {
        for (int i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            if (i > 0)
                token = token.Span.StartsWith(_prefix) ? token[_prefix.Length..] : (byte[])[(byte)' ', .. token.Span];
            tokens[i] = Cleanup ? DrawTogether(token) : token;
        }
    }

    /// <summary>The token without the spaces that English does not write; one rule after the other, each over the whole token.</summary>
    internal static ReadOnlyMemory<byte> DrawTogether(ReadOnlyMemory<byte> token)
    {
        if (!token.Span.Contains((byte)' '))
            return token;
        token = TokenBytes.Replace(token, " ."u8, "."u8);
        token = TokenBytes.Replace(token, " ?"u8, "?"u8);
        token = TokenBytes.Replace(token, " !"u8, "!"u8);
        token = TokenBytes.Replace(token, " ,"u8, ","u8);
        token = TokenBytes.Replace(token, " ' "u8, "'"u8);
        token = TokenBytes.Replace(token, " n't"u8, "n't"u8);
        token = TokenBytes.Replace(token, " 'm"u8, "'m"u8);
        token = TokenBytes.Replace(token, " do not"u8, " don't"u8);
        token = TokenBytes.Replace(token, " 's"u8, "'s"u8);
        token = TokenBytes.Replace(token, " 've"u8, "'ve"u8);
        return TokenBytes.Replace(token, " 're"u8, "'re"u8);
    }
}
