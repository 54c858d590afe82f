namespace Attune.Training;

/// <summary>When: a phrase, or an adverb of frequency, which stands before the verb in English.</summary>
/// <param name="Tenses">Those it goes with.</param>
internal sealed record TimePhrase(string English, string German, bool IsAdverb, IReadOnlyList<Tense> Tenses)
{
    public static readonly TimePhrase When = new("when", "wann", false, []);
    public static readonly TimePhrase Why = new("why", "warum", false, []);

    /// <summary>Reads "yesterday | gestern | past", with "adverb" as a fourth column or not.</summary>
    public static TimePhrase Parse(IReadOnlyList<string> columns) =>
        new(columns[0], columns[1], columns.Count > 3, [.. columns[2].Split(' ').Select(tense => Enum.Parse<Tense>(tense, ignoreCase: true))]);
}

/// <summary>Where.</summary>
internal sealed record PlacePhrase(string English, string German)
{
    public static readonly PlacePhrase Where = new("where", "wo");
}

/// <summary>A preposition that tells where something is, with the dative in German.</summary>
/// <param name="Class">Of the nouns behind it.</param>
internal sealed record Preposition(string English, string German, NounClass Class)
{
    /// <summary>Reads "in | in | building area".</summary>
    public static Preposition Parse(IReadOnlyList<string> columns) => new(columns[0], columns[1], Lexicon.Classes(columns[2]));

    public PlacePhrase With(NounPhrase phrase) => new(Words.Join(English, phrase.InEnglish(isObject: true)), Contraction.Of(German, phrase.InGerman(Case.Dative)));
}

/// <summary>What joins a clause to another.</summary>
/// <param name="Tenses">Of both clauses; empty: any.</param>
internal sealed record Conjunction(string English, string German, IReadOnlyList<Tense> Tenses)
{
    /// <summary>Reads "because | weil" or "when | als | past".</summary>
    public static Conjunction Parse(IReadOnlyList<string> columns) =>
        new(columns[0], columns[1], columns.Count > 2 ? [.. columns[2].Split(' ').Select(tense => Enum.Parse<Tense>(tense, ignoreCase: true))] : []);
}
