using System.Buffers;
using System.Text;

namespace Attune.Tokenizers;

/// <summary>Finds special tokens in a text: the first that begins, and of several that begin there the longest. Thread-safe.</summary>
internal sealed class SpecialTokenScan
{
    private readonly byte[][] _tokens;
    private readonly SearchValues<byte> _firstBytes;

    public SpecialTokenScan(IReadOnlyList<string> tokens)
    {
        _tokens = [.. tokens.Select(Encoding.UTF8.GetBytes).OrderByDescending(token => token.Length)];
        _firstBytes = SearchValues.Create([.. _tokens.Select(token => token[0])]);
        Longest = _tokens.Length > 0 ? _tokens[0].Length : 0;
    }

    /// <summary>Bytes of the longest token; 0 if there is none.</summary>
    public int Longest { get; }

    /// <summary>The next token from <paramref name="position"/> on; an empty piece at the end of the text if there is none.</summary>
    public Piece Next(ReadOnlySpan<byte> text, int position)
    {
        while (position < text.Length)
        {
            int found = text[position..].IndexOfAny(_firstBytes);
            if (found < 0)
                break;
            position += found;
            foreach (byte[] token in _tokens)
            {
                if (text[position..].StartsWith(token))
                    return new Piece(position, position + token.Length);
            }

            position++;
        }

        return new Piece(text.Length, text.Length);
    }

    /// <summary>The place <paramref name="cut"/>, moved to an end of the special token that it would divide.</summary>
    public int OutsideOfTokens(ReadOnlySpan<byte> text, int cut)
    {
        for (int position = Math.Max(0, cut - Longest + 1); position < cut;)
        {
            var token = Next(text, position);
            if (token.Start >= cut)
                break;
            if (token.End > cut)
                return token.Start > 0 ? token.Start : token.End;
            position = token.End;
        }

        return cut;
    }
}
