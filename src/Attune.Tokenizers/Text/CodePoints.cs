using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Attune.Tokenizers;

/// <summary>
/// Reads and writes code points of a text in UTF-8. A byte that belongs to no valid character counts as a character of its own and reads as
/// U+FFFD, a symbol. Categories are those of the runtime's own Unicode tables: the same on every system, whatever ICU it has.
/// </summary>
internal static class CodePoints
{
    /// <summary>What a byte reads as that belongs to no character: U+FFFD, the replacement character.</summary>
    internal const int Invalid = 0xFFFD;

    /// <summary>The code point at a position before the end of the text, and how many bytes it takes.</summary>
    internal static int Read(ReadOnlySpan<byte> text, int position, out int length)
    {
        int first = text[position];
        length = 1;
        if (first < 0x80)
            return first;
        return ReadLong(text[position..], first, ref length);
    }

    /// <summary>The code point at a position of UTF-8 that is known to be valid, and how many bytes it takes. Faster than <see cref="Read"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int ReadValid(ReadOnlySpan<byte> text, int position, out int length)
    {
        int first = text[position];
        if (first < 0x80)
        {
            length = 1;
            return first;
        }

        int second = text[position + 1] & 0x3F;
        if (first < 0xE0)
        {
            length = 2;
            return (first & 0x1F) << 6 | second;
        }

        int third = text[position + 2] & 0x3F;
        if (first < 0xF0)
        {
            length = 3;
            return (first & 0xF) << 12 | second << 6 | third;
        }

        length = 4;
        return (first & 7) << 18 | second << 12 | third << 6 | text[position + 3] & 0x3F;
    }

    /// <summary>Where the character before a position of UTF-8 that is known to be valid begins.</summary>
    internal static int Previous(ReadOnlySpan<byte> text, int position)
    {
        do
            position--;
        while ((text[position] & 0xC0) == 0x80);
        return position;
    }

    /// <summary>Writes a code point in UTF-8 and returns how many bytes it takes, at most four.</summary>
    internal static int Write(int codePoint, Span<byte> to) => new Rune(codePoint).EncodeToUtf8(to);

    /// <summary>How many bytes the code point takes that ends at a position after the start of the text.</summary>
    internal static int LengthBefore(ReadOnlySpan<byte> text, int position)
    {
        if (text[position - 1] < 0x80)
            return 1;
        for (int length = 2; length <= Math.Min(4, position); length++)
        {
            int first = text[position - length];
            if ((first & 0xC0) == 0x80)
                continue;
            Read(text[..position], position - length, out int forward);
            return forward == length ? length : 1;
        }

        return 1;
    }

    /// <summary>The general category as one bit of a set of categories.</summary>
    internal static uint CategoryBit(int codePoint) => 1u << (int)CharUnicodeInfo.GetUnicodeCategory(codePoint);

    /// <summary>Unicode's property White_Space, which is what <c>\s</c> means.</summary>
    internal static bool IsWhiteSpace(int codePoint) => codePoint <= 0xFFFF && char.IsWhiteSpace((char)codePoint);

    private static int ReadLong(ReadOnlySpan<byte> text, int first, ref int length)
    {
        // The second byte's bounds exclude overlong forms, surrogates and what lies beyond U+10FFFF.
        if (first is >= 0xC2 and <= 0xDF && text.Length >= 2 && IsContinuation(text[1]))
        {
            length = 2;
            return (first & 0x1F) << 6 | text[1] & 0x3F;
        }

        if ((first & 0xF0) == 0xE0 && text.Length >= 3 && IsContinuation(text[1]) && IsContinuation(text[2]))
        {
            int codePoint = (first & 0x0F) << 12 | (text[1] & 0x3F) << 6 | text[2] & 0x3F;
            if (codePoint >= 0x800 && codePoint is < 0xD800 or > 0xDFFF)
            {
                length = 3;
                return codePoint;
            }
        }
        else if ((first & 0xF8) == 0xF0 && text.Length >= 4 && IsContinuation(text[1]) && IsContinuation(text[2]) && IsContinuation(text[3]))
        {
            int codePoint = (first & 0x07) << 18 | (text[1] & 0x3F) << 12 | (text[2] & 0x3F) << 6 | text[3] & 0x3F;
            if (codePoint is >= 0x10000 and <= 0x10FFFF)
            {
                length = 4;
                return codePoint;
            }
        }

        return Invalid;
    }

    private static bool IsContinuation(byte value) => (value & 0xC0) == 0x80;
}
