using System.Text;

namespace Attune.Tokenizers;

/// <summary>Takes a character from the start and end of each token, at most so many times.</summary>
public sealed class StripDecoder : Decoder
{
    private readonly byte[] _content;

    /// <summary>A decoder that takes <paramref name="content"/> at most <paramref name="start"/> times from the start, <paramref name="stop"/> times from the end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public StripDecoder(Rune content, int start, int stop)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(stop);
        Content = content;
        Start = start;
        Stop = stop;
        _content = TokenBytes.Of(content.ToString());
    }

    /// <summary>The character.</summary>
    public Rune Content { get; }

    /// <summary>How many may go from the start of a token.</summary>
    public int Start { get; }

    /// <summary>How many may go from the end of a token.</summary>
    public int Stop { get; }

    internal override void Apply(List<ReadOnlyMemory<byte>> tokens)
    {
        for (int i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            for (int taken = 0; taken < Start && token.Span.StartsWith(_content); taken++)
                token = token[_content.Length..];
            for (int taken = 0; taken < Stop && token.Span.EndsWith(_content); taken++)
                token = token[..^_content.Length];
            tokens[i] = token;
        }
    }
}
