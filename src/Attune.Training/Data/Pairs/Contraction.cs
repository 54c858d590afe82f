namespace Attune.Training;

/// <summary>German prepositions that become one word with the article behind them.</summary>
internal static class Contraction
{
    private static readonly (string Apart, string Together)[] s_contractions =
    [
        ("in dem ", "im "),
        ("zu dem ", "zum "),
        ("zu der ", "zur "),
    ];

    /// <summary>A preposition and a phrase in its case.</summary>
    public static string Of(string preposition, string phrase)
    {
        string text = Words.Join(preposition, phrase);
        foreach (var (apart, together) in s_contractions)
        {
            if (text.StartsWith(apart, StringComparison.Ordinal))
                return together + text[apart.Length..];
        }

        return text;
    }
}
