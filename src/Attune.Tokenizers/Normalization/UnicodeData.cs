using System.Runtime.CompilerServices;

namespace Attune.Tokenizers;

/// <summary>
/// What normalization needs to know of Unicode's characters, from tables generated into the library (<c>unicode_tables.py</c>), so that it does not
/// depend on the system.
/// </summary>
internal static partial class UnicodeData
{
    /// <summary>After the last letter that an ASCII letter and marks compose to.</summary>
    public const int EndOfLatin = 0x1F00;

    // Hangul syllables are composed by arithmetic (the Unicode standard, 3.12).
    private const int SyllableBase = 0xAC00, LeadBase = 0x1100, VowelBase = 0x1161, TrailBase = 0x11A7;
    private const int LeadCount = 19, VowelCount = 21, TrailCount = 28, SyllableCount = LeadCount * VowelCount * TrailCount;

    /// <summary>Combining class (the low eight bits) and properties of a character.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CharacterFacts Facts(int character)
    {
        int place = Place(character);
        if (place < 0)
            return character >= 0xF0000 ? CharacterFacts.Control : 0;
        return (CharacterFacts)Records[Record[(RecordBlock[place >> RecordShift] << RecordShift) + (place & ((1 << RecordShift) - 1))]];
    }

    /// <summary>The canonical combining class: 0 for a starter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int CombiningClass(this CharacterFacts facts) => (int)facts & 0xFF;

    /// <summary>Simple lower case: the character itself if it has none. U+0130 gives two characters by the full mapping, which the caller looks after.</summary>
    public static int ToLower(int character)
    {
        int place = Place(character);
        return place < 0 ? character : character + LowerSteps[Lower[(LowerBlock[place >> LowerShift] << LowerShift) + (place & ((1 << LowerShift) - 1))]];
    }

    /// <summary>
    /// Writes the full decomposition of a character and returns how many characters it has, at most 18; 1, itself, if it has none.
    /// </summary>
    public static int Decompose(int character, bool compatibility, Span<int> to)
    {
        if ((uint)(character - SyllableBase) < SyllableCount)
            return DecomposeSyllable(character - SyllableBase, to);
        int place = Place(character);
        int at = place < 0 ? 0
            : compatibility && At(Compatibility, CompatibilityBlock, CompatibilityShift, place) is > 0 and int k ? k
            : At(Canonical, CanonicalBlock, CanonicalShift, place);
        if (at == 0)
        {
            to[0] = character;
            return 1;
        }

        int count = 0;
        for (int unit; (unit = Decompositions[at]) != 0; at++)
            to[count++] = char.IsHighSurrogate((char)unit) ? char.ConvertToUtf32((char)unit, (char)Decompositions[++at]) : unit;
        return count;
    }

    /// <summary>The primary composite of two characters, or -1.</summary>
    public static int Compose(int first, int second)
    {
        if ((uint)(first - LeadBase) < LeadCount && (uint)(second - VowelBase) < VowelCount)
            return SyllableBase + ((first - LeadBase) * VowelCount + second - VowelBase) * TrailCount;
        int syllable = first - SyllableBase;
        if ((uint)syllable < SyllableCount && syllable % TrailCount == 0 && (uint)(second - TrailBase - 1) < TrailCount - 1)
            return first + second - TrailBase;
        int index = Pairs.BinarySearch((ulong)first << 21 | (uint)second);
        return index < 0 ? -1 : Composites[index];
    }

    /// <summary>Whether the character is an ASCII letter, or one with accents.</summary>
    public static bool IsLatinLetter(int character)
    {
        Span<int> parts = stackalloc int[32];
        Decompose(character, compatibility: false, parts);
        return char.IsAsciiLetter((char)Math.Min(parts[0], 0x80));
    }

    private static int DecomposeSyllable(int index, Span<int> to)
    {
        to[0] = LeadBase + index / (VowelCount * TrailCount);
        to[1] = VowelBase + index % (VowelCount * TrailCount) / TrailCount;
        to[2] = TrailBase + index % TrailCount;
        return to[2] == TrailBase ? 2 : 3;
    }

    private static int At(ReadOnlySpan<ushort> values, ReadOnlySpan<byte> blocks, int shift, int place) =>
        values[(blocks[place >> shift] << shift) + (place & ((1 << shift) - 1))];

    // The generator's fold: where a character lies in the tables, -1 if it has no entry.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Place(int character)
    {
        if (character < 0x20000)
            return character;
        if (character is >= 0x2F800 and < 0x30000)
            return character - 0xF800;
        return character is >= 0xE0000 and < 0xE1000 ? character - 0xBF800 : -1;
    }
}
