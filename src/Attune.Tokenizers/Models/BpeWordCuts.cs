namespace Attune.Tokenizers;

/// <summary>
/// Where a piece of many words can be cut without changing a token: between two characters that no merge ever joins. SentencePiece's models have the whole
/// text as one piece; cut, each word is segmented once and found again. Immutable and thread-safe.
/// </summary>
/// <remarks>A merge joins the last byte of one token to the first byte of another. Where the two bytes at a place are no such pair, no merge reaches over it, whatever stands around.</remarks>
internal sealed class BpeWordCuts
{
    // By last byte * 256 + first byte: whether a merge may join them.
    private readonly bool[] _joined;

    // The characters of ASCII that are tokens, and whether ▁ is one.
    private readonly bool[] _known;
    private readonly bool _knowsBlock;

    // How many of the two characters at a cut have to be known to be tokens.
    private readonly int _needed;

    private BpeWordCuts(bool[] joined, BpeAlphabet alphabet, int needed)
    {
        _joined = joined;
        _known = [.. Enumerable.Range(0, 128).Select(value => alphabet.Covers([(byte)value]))];
        _knowsBlock = alphabet.Covers(LowerOneEighthBlock);
        _needed = needed;
    }

    private static ReadOnlySpan<byte> Space => " "u8;

    private static ReadOnlySpan<byte> LowerOneEighthBlock => "▁"u8;

    /// <summary>The cuts for a model, or null where it has none.</summary>
    public static BpeWordCuts? Create(Vocabulary vocabulary, MergeTable merges, BpeOptions options, BpeAlphabet alphabet)
    {
        // Byte-level models have their words cut for them. A symbol that looks different at the end of its piece forbids cuts; so does a piece that is a token
        // whatever the merges say.
        if (options.Unit != BpeUnit.Characters || options.ContinuingSubwordPrefix.Length + options.EndOfWordSuffix.Length > 0 || options.IgnoreMerges)
            return null;
        bool[] joined = new bool[1 << 16];
        foreach (var (left, right) in merges.Pairs)
        {
            // What stands for something else than its bytes can be beside any character.
            if (StandsForOther(vocabulary.Bytes(left), options) || StandsForOther(vocabulary.Bytes(right), options))
                return null;
            joined[Index(vocabulary.Bytes(left)[^1], vocabulary.Bytes(right)[0])] = true;
        }

        // Two unknown characters may become one, and a dropped one lets its neighbours meet.
        int needed = alphabet.CoversAll ? 0 : options.UnknownToken is null ? 2 : options.FuseUnknown ? 1 : 0;
        return new BpeWordCuts(joined, alphabet, needed);
    }

    /// <summary>Whether no token has a letter of ASCII and then a space, of either kind, and symbols look the same at the ends of a piece as inside.</summary>
    public static bool AlwaysBeforeSpaces(Vocabulary vocabulary, MergeTable merges, BpeOptions options, BpeAlphabet alphabet)
    {
        bool spaceMayFuse = options.FuseUnknown
            && !(alphabet.Covers(Space) && alphabet.Covers(LowerOneEighthBlock))
            && !Enumerable.Range('a', 26).All(letter => alphabet.Covers([(byte)letter]) && alphabet.Covers([(byte)(letter - 32)]));
        bool endsDiffer = options.ContinuingSubwordPrefix.Length + options.EndOfWordSuffix.Length > 0;
        return !spaceMayFuse && !endsDiffer && !AnyToken(vocabulary, merges, options, token => HasLetterBefore(token, Space) || HasLetterBefore(token, LowerOneEighthBlock));
    }

    /// <summary>The next cut after <paramref name="start"/>; the length of the text if there is none.</summary>
    public int Next(ReadOnlySpan<byte> text, int start)
    {
        bool[] joined = _joined;
        for (int i = start + 1; i < text.Length; i++)
        {
            // A continuation byte begins no character.
            if (!joined[Index(text[i - 1], text[i])] && (text[i] & 0xC0) != 0x80 && (_needed == 0 || KnownAround(text, i) >= _needed))
                return i;
        }

        return text.Length;
    }

    private int KnownAround(ReadOnlySpan<byte> text, int i)
    {
        bool before = text[i - 1] < 0x80 ? _known[text[i - 1]] : _knowsBlock && text[..i].EndsWith(LowerOneEighthBlock);
        bool after = text[i] < 0x80 ? _known[text[i]] : _knowsBlock && text[i..].StartsWith(LowerOneEighthBlock);
        return (before ? 1 : 0) + (after ? 1 : 0);
    }

    private static int Index(byte last, byte first) => last << 8 | first;

    private static bool StandsForOther(ReadOnlySpan<byte> token, BpeOptions options) =>
        (options.ByteFallback && ByteTokens.TryParse(token, out _))
        || (options.UnknownToken is string unknown && token.SequenceEqual(System.Text.Encoding.UTF8.GetBytes(unknown)));

    private static bool HasLetterBefore(ReadOnlySpan<byte> token, ReadOnlySpan<byte> space)
    {
        for (int at = 0; token[at..].IndexOf(space) is int found and >= 0; at += found + space.Length)
        {
            if (at + found > 0 && char.IsAsciiLetter((char)token[at + found - 1]))
                return true;
        }

        return false;
    }

    private static bool AnyToken(Vocabulary vocabulary, MergeTable merges, BpeOptions options, Func<ReadOnlySpan<byte>, bool> has)
    {
        if (!options.IgnoreMerges)
            return merges.Pairs.Any(pair => has(vocabulary.Bytes((int)merges.Find(pair.Left, pair.Right))));
        return Enumerable.Range(0, vocabulary.IdLimit).Any(id => has(vocabulary.Bytes(id)));
    }
}
