namespace Attune.Tokenizers;

/// <summary>Properties of a character, above its combining class in the low eight bits. The generator of the tables has the same bits.</summary>
[Flags]
internal enum CharacterFacts : uint
{
    /// <summary>Quick check: not, or perhaps not, in the normal form.</summary>
    NotNfc = 1 << 8,
    NotNfd = 1 << 9,
    NotNfkc = 1 << 10,
    NotNfkd = 1 << 11,

    /// <summary>What it decomposes to begins with a character that reorders or composes with what is before it: no boundary of normalization.</summary>
    JoinsNfc = 1 << 12,
    JoinsNfd = 1 << 13,
    JoinsNfkc = 1 << 14,
    JoinsNfkd = 1 << 15,

    /// <summary>Category Mn.</summary>
    NonspacingMark = 1 << 16,

    /// <summary>Categories Mc and Me.</summary>
    OtherMark = 1 << 17,

    /// <summary>Categories Cc, Cf and Co.</summary>
    Control = 1 << 18,
}
