namespace Attune.Tokenizers;

/// <summary>
/// Where a piece of many words can be cut without changing a token: before the spaces between two words, if no token reaches from a word over the space
/// after it. SentencePiece's models have the whole text as one piece, and tokens of that kind only: cut there, each word is segmented once and found again.
/// </summary>
internal sealed class BpeWordCuts
{
    private static ReadOnlySpan<byte> Space => " "u8;

    private static ReadOnlySpan<byte> LowerOneEighthBlock => "▁"u8;

    private readonly bool _isBlock;

    private BpeWordCuts(bool isBlock) => _isBlock = isBlock;

    private ReadOnlySpan<byte> Marker => _isBlock ? LowerOneEighthBlock : Space;

    /// <summary>The cuts for a model, or null where it has none.</summary>
    public static BpeWordCuts? Create(Vocabulary vocabulary, MergeTable merges, BpeOptions options)
    {
        // Byte-level models have their words cut for them. A symbol that looks different at the end of its piece, or an unknown space that may become
        // one with what is before it, forbids cuts.
        var cuts = new BpeWordCuts(vocabulary.TryGetId(LowerOneEighthBlock, out _));
        bool possible = options.Unit == BpeUnit.Characters && options.ContinuingSubwordPrefix.Length + options.EndOfWordSuffix.Length == 0 && vocabulary.TryGetId(cuts.Marker, out _);
        return possible && !AnyToken(vocabulary, merges, options, token => cuts.Next(token, 0) < token.Length) ? cuts : null;
    }

    /// <summary>Whether no token has a letter of ASCII and then a space, of either kind, and symbols look the same at the ends of a piece as inside.</summary>
    public static bool AlwaysBeforeSpaces(Vocabulary vocabulary, MergeTable merges, BpeOptions options)
    {
        bool spaceMayFuse = options.FuseUnknown && !(IsKnown(" ") && IsKnown("▁")) && !Enumerable.Range('a', 26).All(letter => IsKnown($"{(char)letter}") && IsKnown($"{(char)(letter - 32)}"));
        bool endsDiffer = options.ContinuingSubwordPrefix.Length + options.EndOfWordSuffix.Length > 0;
        return !spaceMayFuse && !endsDiffer && !AnyToken(vocabulary, merges, options, token => HasLetterBefore(token, Space) || HasLetterBefore(token, LowerOneEighthBlock));

        bool IsKnown(string character) => vocabulary.IdOf(character) is not null || (options.ByteFallback && vocabulary.IdOf($"<0x{(int)character[0]:X2}>") is not null);
    }

    /// <summary>The next cut after <paramref name="start"/>: before a space that something else is before. The length of the text if there is none.</summary>
    public int Next(ReadOnlySpan<byte> text, int start)
    {
        var marker = Marker;
        int at = start;
        while (text[at..].StartsWith(marker))
            at += marker.Length;
        int found = text[at..].IndexOf(marker);
        return found < 0 ? text.Length : at + found;
    }

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
