namespace Attune.Tokenizers;

/// <summary>Puts another text in the place of each match, token by token.</summary>
public sealed class ReplaceDecoder : Decoder
{
    private readonly byte[] _content;
    private readonly byte[] _literal;
    private readonly Replace? _matches;

    /// <summary>A decoder of these options.</summary>
    /// <param name="pattern">The text to look for, or a regular expression. An empty text is found nowhere.</param>
    /// <param name="content">What is put there.</param>
    /// <param name="isRegex">Whether the pattern is a regular expression.</param>
    /// <exception cref="PatternSyntaxException">The pattern is no regular expression, or uses what split patterns do not have.</exception>
    public ReplaceDecoder(string pattern, string content, bool isRegex = false)
    {
        _content = TokenBytes.Of(content);
        _literal = TokenBytes.Of(pattern);
        _matches = isRegex ? new Replace(new SplitPattern(pattern), content) : null;
        Pattern = pattern;
        Content = content;
        IsRegex = isRegex;
    }

    /// <summary>The text to look for, or a regular expression.</summary>
    public string Pattern { get; }

    /// <summary>What is put there.</summary>
    public string Content { get; }

    /// <summary>Whether the pattern is a regular expression.</summary>
    public bool IsRegex { get; }

    internal override void Apply(List<ReadOnlyMemory<byte>> tokens)
    {
        for (int i = 0; i < tokens.Count; i++)
            tokens[i] = _matches is null ? TokenBytes.Replace(tokens[i], _literal, _content) : ReplaceMatches(tokens[i], _matches);
    }

    private static byte[] ReplaceMatches(ReadOnlyMemory<byte> token, Replace matches)
    {
        var text = new AlignedText();
        text.Reset(token.Span);
        matches.Apply(text);
        return text.Bytes.ToArray();
    }
}
