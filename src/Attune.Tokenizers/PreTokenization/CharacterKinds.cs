using System.Globalization;

namespace Attune.Tokenizers;

/// <summary>What the scanners of published patterns tell apart; a set of kinds is several bits.</summary>
[Flags]
internal enum CharacterKinds : byte
{
    /// <summary>Lu, Lt.</summary>
    Upper = 1,

    /// <summary>Ll.</summary>
    Lower = 2,

    /// <summary>Lm, Lo.</summary>
    Caseless = 4,

    /// <summary>M.</summary>
    Mark = 8,

    /// <summary>N.</summary>
    Number = 16,

    /// <summary>White space that is no <see cref="Newline"/>.</summary>
    Blank = 32,

    /// <summary>CR, LF.</summary>
    Newline = 64,

    /// <summary>Everything else; also a byte that belongs to no character.</summary>
    Symbol = 128,

    /// <summary>L.</summary>
    Letter = Upper | Lower | Caseless,

    /// <summary>\s.</summary>
    Space = Blank | Newline,

    /// <summary>[^\s\p{L}\p{N}].</summary>
    NeitherSpaceLetterNorNumber = Mark | Symbol,
}

/// <summary>Which kind characters of a text are of.</summary>
internal static class CharacterKindTable
{
    // In the order of UnicodeCategory; white space and CR, LF are looked for before.
    private static ReadOnlySpan<byte> OfCategory =>
    [
        1, 2, 1, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 128,
        128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128,
    ];

    private static ReadOnlySpan<byte> OfAscii =>
    [
        128, 128, 128, 128, 128, 128, 128, 128, 128, 32, 64, 32, 32, 64, 128, 128,
        128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128,
        32, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128,
        16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 128, 128, 128, 128, 128, 128,
        128, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
        1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 128, 128, 128, 128, 128,
        128, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
        2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 128, 128, 128, 128, 128,
    ];

    /// <summary>The kind of the character at a position before the end of the text, and how many bytes it takes.</summary>
    internal static CharacterKinds At(ReadOnlySpan<byte> text, int position, out int length)
    {
        int c = text[position];
        length = 1;
        return c < 0x80 ? (CharacterKinds)OfAscii[c] : OfOther(CodePoints.Read(text, position, out length));
    }

    /// <summary>The end of the longest run of characters of some kinds that begins at a position.</summary>
    internal static int EndOfRun(ReadOnlySpan<byte> text, int position, CharacterKinds kinds)
    {
        while (position < text.Length && (At(text, position, out int length) & kinds) != 0)
            position += length;
        return position;
    }

    private static CharacterKinds OfOther(int codePoint)
    {
        // NEL is white space though its category is that of control characters.
        return codePoint == 0x85 ? CharacterKinds.Blank : (CharacterKinds)OfCategory[(int)CharUnicodeInfo.GetUnicodeCategory(codePoint)];
    }
}
