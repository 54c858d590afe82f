namespace Attune.Training;

/// <summary>The little morphology that the stories' words need.</summary>
internal static class English
{
    private static readonly Dictionary<string, string> s_plurals = new()
    {
        ["gingerbread man"] = "gingerbread men",
        ["goldfish"] = "goldfish",
        ["goose"] = "geese",
        ["jellyfish"] = "jellyfish",
        ["knife"] = "knives",
        ["leaf"] = "leaves",
        ["loaf"] = "loaves",
        ["mouse"] = "mice",
        ["dormouse"] = "dormice",
        ["potato"] = "potatoes",
        ["tomato"] = "tomatoes",
        ["scarf"] = "scarves",
        ["sheep"] = "sheep",
        ["radish"] = "radishes",
        ["wolf"] = "wolves",
        ["calf"] = "calves",
    };

    public static string WithArticle(string noun) => (noun[0] is 'a' or 'e' or 'i' or 'o' or 'u' ? "an " : "a ") + noun;

    public static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    public static string Plural(string noun)
    {
        // A jar of honey becomes jars of honey.
        int of = noun.IndexOf(" of ", StringComparison.Ordinal);
        if (of >= 0)
            return Plural(noun[..of]) + noun[of..];
        if (s_plurals.TryGetValue(noun, out string? plural))
            return plural;
        if (noun.EndsWith('y') && noun.Length > 1 && noun[^2] is not ('a' or 'e' or 'o' or 'u'))
            return noun[..^1] + "ies";
        bool hisses = noun[^1] is 's' or 'x' or 'z' || noun.EndsWith("ch", StringComparison.Ordinal) || noun.EndsWith("sh", StringComparison.Ordinal);
        return noun + (hisses ? "es" : "s");
    }
}
