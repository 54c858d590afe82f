using System.Globalization;

namespace Attune.Tokenizers;

/// <summary>The sets that <c>\p{...}</c>, <c>\s</c>, <c>\d</c> and <c>\w</c> name, by Unicode Technical Standard 18.</summary>
internal static class UnicodeProperties
{
    // Letters by the standard's property Alphabetic, though their category is Other_Symbol: letters in circles and squares; and what joins letters.
    private static readonly int[] s_otherWordCharacters =
        [0x200C, 0x200D, 0x24B6, 0x24E9, 0x1F130, 0x1F149, 0x1F150, 0x1F169, 0x1F170, 0x1F189];

    private static readonly int[] s_whiteSpace =
        [0x09, 0x0D, 0x20, 0x20, 0x85, 0x85, 0xA0, 0xA0, 0x1680, 0x1680, 0x2000, 0x200A, 0x2028, 0x2029, 0x202F, 0x202F, 0x205F, 0x205F, 0x3000, 0x3000];

    // Short names, in the order of UnicodeCategory.
    private static readonly string[] s_categories =
    [
        "lu", "ll", "lt", "lm", "lo", "mn", "mc", "me", "nd", "nl", "no", "zs", "zl", "zp", "cc",
        "cf", "cs", "co", "pc", "pd", "ps", "pe", "pi", "pf", "po", "sm", "sc", "sk", "so", "cn",
    ];

    internal static CharacterSet WhiteSpace { get; } = CharacterSet.Ranges(s_whiteSpace);

    internal static CharacterSet Digit { get; } = CharacterSet.Categories(1u << (int)UnicodeCategory.DecimalDigitNumber);

    internal static CharacterSet Word { get; } =
        CharacterSet.Union(CharacterSet.Categories(CategoriesOf("l") | CategoriesOf("m") | CategoriesOf("nd") | CategoriesOf("nl") | CategoriesOf("pc")), CharacterSet.Ranges(s_otherWordCharacters));

    internal static CharacterSet All { get; } = CharacterSet.Range(0, 0x10FFFF);

    /// <summary>The set of a category (short or long name) or script; null when there is no such name here.</summary>
    internal static CharacterSet? Find(string name)
    {
        string key = name.Replace("_", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
        foreach (string prefix in (ReadOnlySpan<string>)["generalcategory=", "gc=", "script=", "sc="])
        {
            if (key.StartsWith(prefix, StringComparison.Ordinal))
                key = key[prefix.Length..];
        }

        if (key is "any")
            return All;
        if (key is "whitespace" or "space")
            return WhiteSpace;
        uint categories = CategoriesOf(ShortName(key));
        if (categories != 0)
            return CharacterSet.Categories(categories);
        int[]? ranges = Scripts.Find(key) ?? (key.StartsWith("is", StringComparison.Ordinal) ? Scripts.Find(key[2..]) : null);
        return ranges is null ? null : CharacterSet.Ranges(ranges);
    }

    /// <summary>The categories whose short names begin so, one bit each; <c>lc</c> and <c>l&amp;</c> are the letters with case.</summary>
    private static uint CategoriesOf(string shortName)
    {
        uint categories = 0;
        if (shortName is "lc" or "l&")
            return CategoriesOf("lu") | CategoriesOf("ll") | CategoriesOf("lt");
        for (int i = 0; i < s_categories.Length; i++)
        {
            if (shortName.Length > 0 && s_categories[i].StartsWith(shortName, StringComparison.Ordinal))
                categories |= 1u << i;
        }

        return categories;
    }

    private static string ShortName(string key) => key switch
    {
        "letter" => "l",
        "casedletter" => "lc",
        "uppercaseletter" => "lu",
        "lowercaseletter" => "ll",
        "titlecaseletter" => "lt",
        "modifierletter" => "lm",
        "otherletter" => "lo",
        "mark" => "m",
        "nonspacingmark" => "mn",
        "spacingmark" => "mc",
        "enclosingmark" => "me",
        "number" => "n",
        "decimalnumber" or "digit" => "nd",
        "letternumber" => "nl",
        "othernumber" => "no",
        "punctuation" or "punct" => "p",
        "connectorpunctuation" => "pc",
        "dashpunctuation" => "pd",
        "openpunctuation" => "ps",
        "closepunctuation" => "pe",
        "initialpunctuation" => "pi",
        "finalpunctuation" => "pf",
        "otherpunctuation" => "po",
        "symbol" => "s",
        "mathsymbol" => "sm",
        "currencysymbol" => "sc",
        "modifiersymbol" => "sk",
        "othersymbol" => "so",
        "separator" => "z",
        "spaceseparator" => "zs",
        "lineseparator" => "zl",
        "paragraphseparator" => "zp",
        "other" => "c",
        "control" => "cc",
        "format" => "cf",
        "surrogate" => "cs",
        "privateuse" => "co",
        "unassigned" => "cn",
        _ => key,
    };
}
