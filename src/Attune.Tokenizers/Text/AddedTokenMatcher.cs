using System.Buffers;
using System.Text;

namespace Attune.Tokenizers;

/// <summary>Finds added tokens in a text: the leftmost match, and of those the longest. Immutable and thread-safe.</summary>
internal sealed class AddedTokenMatcher
{
    // A trie of all contents: the child of a node by a byte, and the token that ends in a node.
    private readonly Dictionary<(int Node, byte Next), int> _children = [];
    private readonly List<AddedToken?> _tokens = [null];
    private readonly SearchValues<byte> _firstBytes;

    /// <param name="tokens">What to look for, with the bytes each stands for: its content, normalized where the text is.</param>
    /// <param name="findsSpecial">Whether special tokens count.</param>
    public AddedTokenMatcher(IEnumerable<(AddedToken Token, byte[] Bytes)> tokens, bool findsSpecial)
    {
        HashSet<byte> first = [];
        foreach (var (token, bytes) in tokens)
        {
            if (bytes.Length == 0 || (token.Special && !findsSpecial))
                continue;
            first.Add(bytes[0]);
            Enter(token, bytes);
        }

        _firstBytes = SearchValues.Create([.. first]);
        IsEmpty = first.Count == 0;
    }

    /// <summary>Whether there is nothing to find.</summary>
    public bool IsEmpty { get; }

    /// <summary>The next match at or after <paramref name="from"/>, white space that it takes included.</summary>
    public bool TryFind(ReadOnlySpan<byte> text, int from, out Piece match, out int id)
    {
        for (int start = from; start < text.Length; start++)
        {
            int skipped = text[start..].IndexOfAny(_firstBytes);
            if (skipped < 0)
                break;
            start += skipped;
            if (LongestAt(text, start, out int end) is not { } token)
                continue;
            match = new Piece(token.LeftStrip ? SpacesBefore(text, from, start) : start, token.RightStrip ? SpacesAfter(text, end) : end);
            id = token.Id;
            return true;
        }

        match = default;
        id = -1;
        return false;
    }

    private void Enter(AddedToken token, ReadOnlySpan<byte> bytes)
    {
        int node = 0;
        foreach (byte next in bytes)
        {
            if (!_children.TryGetValue((node, next), out int child))
            {
                child = _tokens.Count;
                _tokens.Add(null);
                _children.Add((node, next), child);
            }

            node = child;
        }

        _tokens[node] = token;
    }

    private AddedToken? LongestAt(ReadOnlySpan<byte> text, int start, out int end)
    {
        AddedToken? longest = null;
        end = start;
        int node = 0;
        for (int i = start; i < text.Length && _children.TryGetValue((node, text[i]), out node); i++)
        {
            if (_tokens[node] is { } token && (!token.SingleWord || StandsAlone(text, start, i + 1)))
            {
                longest = token;
                end = i + 1;
            }
        }

        return longest;
    }

    private static bool StandsAlone(ReadOnlySpan<byte> text, int start, int end)
    {
        bool before = Rune.DecodeLastFromUtf8(text[..start], out var rune, out _) == OperationStatus.Done && IsWord(rune);
        bool after = Rune.DecodeFromUtf8(text[end..], out rune, out _) == OperationStatus.Done && IsWord(rune);
        return !before && !after;
    }

    private static bool IsWord(Rune rune) => Rune.IsLetterOrDigit(rune) || rune.Value == '_';

    private static int SpacesBefore(ReadOnlySpan<byte> text, int from, int start)
    {
        while (Rune.DecodeLastFromUtf8(text[from..start], out var rune, out int length) == OperationStatus.Done && Rune.IsWhiteSpace(rune))
            start -= length;
        return start;
    }

    private static int SpacesAfter(ReadOnlySpan<byte> text, int end)
    {
        while (Rune.DecodeFromUtf8(text[end..], out var rune, out int length) == OperationStatus.Done && Rune.IsWhiteSpace(rune))
            end += length;
        return end;
    }
}
