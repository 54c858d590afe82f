namespace Attune.Training;

/// <summary>An article or what stands in its place.</summary>
/// <param name="Singular">English; empty where there is none.</param>
/// <param name="Plural">English; empty where there is none.</param>
/// <param name="Stem">German, before its endings.</param>
/// <param name="Endings">Null where the word has none.</param>
/// <param name="Adjective">The endings of an adjective behind it.</param>
/// <param name="IsKnown">Whether the phrase is about something known, which German puts before the time.</param>
internal sealed record Determiner(string Singular, string Plural, string Stem, Paradigm? Endings, Paradigm Adjective, bool IsKnown)
{
    public static readonly Determiner The = new("the", "the", "", Paradigm.Article, Paradigm.Weak, true);
    public static readonly Determiner This = new("this", "these", "dies", Paradigm.Strong, Paradigm.Weak, true);
    public static readonly Determiner My = Possessive("my", "mein");
    public static readonly Determiner His = Possessive("his", "sein");
    public static readonly Determiner Her = Possessive("her", "ihr");
    public static readonly Determiner Our = Possessive("our", "unser");
    public static readonly Determiner A = new("a", "", "ein", Paradigm.Ein, Paradigm.Mixed, false);
    public static readonly Determiner None = new("", "", "", null, Paradigm.Strong, false);
    public static readonly Determiner No = new("", "", "kein", Paradigm.Ein, Paradigm.Mixed, false);
    public static readonly Determiner Two = new("", "two", "zwei", null, Paradigm.Strong, false);
    public static readonly Determiner Many = new("", "many", "viel", Paradigm.Strong, Paradigm.Strong, false);

    /// <summary>An English noun, or an adjective and a noun, behind the determiner.</summary>
    public string Before(string words, bool plural) => this == A ? English.WithArticle(words) : Words.Join(plural ? Plural : Singular, words);

    public string InGerman(Case @case, Gender gender) => Stem + Endings?[@case, gender];

    private static Determiner Possessive(string english, string stem) => new(english, english, stem, Paradigm.Ein, Paradigm.Mixed, true);
}
