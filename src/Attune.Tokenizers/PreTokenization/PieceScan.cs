using System.Numerics;
using System.Runtime.CompilerServices;

namespace Attune.Tokenizers;

/// <summary>What the published patterns have in common.</summary>
internal static class PieceScan
{
    /// <summary>The length of <c>'s|'t|'re|'ve|'m|'ll|'d</c> at a position; 0 where there is none.</summary>
    internal static int Contraction(ReadOnlySpan<byte> text, int position)
    {
        if (text.Length - position < 2 || text[position] != '\'')
            return 0;
        int first = text[position + 1];
        if (first is 's' or 't' or 'm' or 'd')
            return 2;
        int second = position + 2 < text.Length ? text[position + 2] : 0;
        return (first, second) is ('r', 'e') or ('v', 'e') or ('l', 'l') ? 3 : 0;
    }

    /// <summary>The same, for <c>(?i:'s|'t|'re|'ve|'m|'ll|'d)</c>: the long s (U+017F) is an s there.</summary>
    internal static int ContractionOfAnyCase(ReadOnlySpan<byte> text, int position)
    {
        if (text.Length - position < 2 || text[position] != '\'')
            return 0;
        int first = text[position + 1] | 0x20;
        if (first is 's' or 't' or 'm' or 'd')
            return 2;
        int second = position + 2 < text.Length ? text[position + 2] : 0;
        if (text[position + 1] == 0xC5 && second == 0xBF)
            return 3;
        return (first, second | 0x20) is ('r', 'e') or ('v', 'e') or ('l', 'l') ? 3 : 0;
    }

    /// <summary>The end of <c>\p{N}{1,most}</c>, at a number.</summary>
    internal static int Numbers(ReadOnlySpan<byte> text, int position, int most)
    {
        for (int i = 0; i < most && position < text.Length && CharacterKindTable.At(text, position, out int length) == CharacterKinds.Number; i++)
            position += length;
        return position;
    }

    /// <summary>The end of <c>\s+(?!\S)|\s+</c>, at white space: all of it but the last character before something else.</summary>
    internal static int Spaces(ReadOnlySpan<byte> text, int start)
    {
        int end = start;
        int last = start;
        while (end < text.Length && (CharacterKindTable.At(text, end, out int length) & CharacterKinds.Space) != 0)
        {
            last = end;
            end += length;
        }

        return end == text.Length || last == start ? end : last;
    }

    /// <summary>The end of <c>\s*[\r\n]+|\s+(?!\S)|\s+</c>, at white space: up to its last CR or LF; without any, as <see cref="Spaces"/>.</summary>
    internal static int SpacesToNewline(ReadOnlySpan<byte> text, int start)
    {
        int end = start;
        int last = start;
        int newline = -1;
        while (end < text.Length && CharacterKindTable.At(text, end, out int length) is var kind && (kind & CharacterKinds.Space) != 0)
        {
            last = end;
            end += length;
            if (kind == CharacterKinds.Newline)
                newline = end;
        }

        if (newline > 0)
            return newline;
        return end == text.Length || last == start ? end : last;
    }

    /// <summary>Where pieces start in a block that begin with a number, symbol or white space, and at its first byte. The same for cl100k and o200k.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong StartsOfOthers(in AsciiBlock block, int digits, ref ulong unknown)
    {
        ulong spaces = block.Blank | block.Newline;
        ulong numbers = block.Digit;
        if (digits > 1)
        {
            // Where a fourth digit follows three, the count goes on from there.
            ulong second = numbers & AsciiBlock.After(numbers);
            unknown |= second & (second << 2);
            numbers &= ~second;
        }

        // A newline after blanks claims all the white space before it.
        unknown |= block.Newline & AsciiBlock.After(block.Blank);
        return numbers
            | (block.Symbol & ~AsciiBlock.After(block.Symbol | block.Space))
            | (block.Newline & ~AsciiBlock.After(spaces | block.Symbol))
            | (block.Blank & ~(AsciiBlock.After(block.Blank) & AsciiBlock.Before(spaces)))
            | 1;
    }

    /// <summary>
    /// Applies contractions to the starts of pieces in a block: none inside of one, one after it.
    /// </summary>
    /// <param name="apostrophes">Where one may begin.</param>
    /// <param name="cutBefore">Whether it is a piece of its own, or else the end of the word before it; another contraction is no such word.</param>
    internal static ulong CutContractions(ReadOnlySpan<byte> text, ulong starts, ulong apostrophes, bool anyCase, bool cutBefore)
    {
        int lastEnd = -1;
        for (; apostrophes != 0; apostrophes &= apostrophes - 1)
        {
            int at = BitOperations.TrailingZeroCount(apostrophes);
            int length = anyCase ? ContractionOfAnyCase(text, at) : Contraction(text, at);
            if (length == 0 || (at == lastEnd && !cutBefore))
                continue;
            lastEnd = at + length;
            ulong inside = ((1UL << length) - 1) << at;
            starts = cutBefore ? starts & ~(inside & (inside - 1)) : starts & ~inside;
            starts |= lastEnd < AsciiBlock.Length ? 1UL << lastEnd : 0;
        }

        return starts;
    }
}
