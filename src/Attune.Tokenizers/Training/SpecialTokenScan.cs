using System.Text;

namespace Attune.Tokenizers;

/// <summary>Finds the special tokens of a corpus, and keeps cuts out of them. Immutable and thread-safe.</summary>
internal sealed class SpecialTokenScan
{
    private readonly byte[][] _tokens;
    private readonly AddedTokenMatcher _matcher;
    private readonly int _longest;

    public SpecialTokenScan(IReadOnlyList<string> tokens)
    {
        _tokens = [.. tokens.Select(Encoding.UTF8.GetBytes)];
        _matcher = new AddedTokenMatcher(tokens.Select((token, id) => (new AddedToken(token, id), Encoding.UTF8.GetBytes(token))), findsSpecial: true);
        _longest = _tokens.Select(token => token.Length).DefaultIfEmpty().Max();
    }

    /// <summary>The next token from <paramref name="position"/> on; an empty piece at the end of the text if there is none.</summary>
    public Piece Next(ReadOnlySpan<byte> text, int position) =>
        _matcher.TryFind(text, position, out var match, out _) ? match : new Piece(text.Length, text.Length);

    /// <summary>
    /// The place <paramref name="cut"/>, moved to an end of the special token that it would divide, or to the start of one that may go on where the text ends.
    /// </summary>
    public int OutsideOfTokens(ReadOnlySpan<byte> text, int cut)
    {
        for (int position = Math.Max(1, text.Length - _longest + 1); position < cut; position++)
        {
            if (BeginsToken(text[position..]))
                return position;
        }

        for (int position = Math.Max(0, cut - _longest + 1); position < cut;)
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

    private bool BeginsToken(ReadOnlySpan<byte> start)
    {
        foreach (byte[] token in _tokens)
        {
            if (token.Length > start.Length && token.AsSpan().StartsWith(start))
                return true;
        }

        return false;
    }
}
