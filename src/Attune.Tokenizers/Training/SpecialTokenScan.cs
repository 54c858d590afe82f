using System.Text;

namespace Attune.Tokenizers;

/// <summary>Finds the special tokens of a corpus, and keeps cuts out of them. Immutable and thread-safe.</summary>
internal sealed class SpecialTokenScan
{
    private readonly AddedTokenMatcher _matcher;

    public SpecialTokenScan(IReadOnlyList<string> tokens)
    {
        _matcher = new AddedTokenMatcher(tokens.Select((token, id) => (new AddedToken(token, id), Encoding.UTF8.GetBytes(token))), findsSpecial: true);
        Longest = tokens.Select(Encoding.UTF8.GetByteCount).DefaultIfEmpty().Max();
    }

    /// <summary>Bytes of the longest token; 0 if there is none.</summary>
    public int Longest { get; }

    /// <summary>The next token from <paramref name="position"/> on; an empty piece at the end of the text if there is none.</summary>
    public Piece Next(ReadOnlySpan<byte> text, int position) =>
        _matcher.TryFind(text, position, out var match, out _) ? match : new Piece(text.Length, text.Length);

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
