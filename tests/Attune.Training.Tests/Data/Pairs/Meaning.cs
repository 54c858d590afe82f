namespace Attune.Training.Tests;

/// <summary>Short ways to say what a sentence means, for tests.</summary>
internal static class Meaning
{
    private static readonly Pronoun[] s_pronouns = [Pronoun.I, Pronoun.We, Pronoun.He, Pronoun.She, Pronoun.They];

    private static readonly Determiner[] s_determiners =
    [
        Determiner.The, Determiner.This, Determiner.My, Determiner.His, Determiner.Her, Determiner.Our, Determiner.A,
        Determiner.Two, Determiner.Many,
    ];

    /// <summary>A noun phrase from English: a pronoun (as a subject), a name, "the old man", "two dogs", "bread".</summary>
    public static NounPhrase N(string text)
    {
        if (s_pronouns.FirstOrDefault(pronoun => pronoun.Subject == text) is { } found)
            return found;
        return Lexicon.Names.FirstOrDefault(name => name.Text == text) is { } named ? named : Common(text);
    }

    public static CommonPhrase Common(string text)
    {
        string[] words = text.Split(' ');
        string start = words[0] == "an" ? "a" : words[0];
        var determiner = s_determiners.FirstOrDefault(determiner => determiner.Singular == start || determiner.Plural == start);
        var noun = Lexicon.Nouns.Single(noun => noun.English == words[^1] || noun.EnglishPlural == words[^1]);
        int before = determiner is null ? 1 : 2;
        var adjective = words.Length > before ? Adjective(words[^2]) : null;
        return new CommonPhrase(determiner ?? Determiner.None, noun, noun.EnglishPlural == words[^1], adjective);
    }

    /// <summary>A verb with what belongs to it: "wait for".</summary>
    public static Verb V(string text, NounClass subject = NounClass.Person, VerbKind? kind = null) => Lexicon.Verbs.First(verb =>
        Words.Join(verb.English.Base, verb.English.Rest) == text && verb.Subject.HasFlag(subject) && (kind is null || verb.Kind == kind));

    public static Verb Is(string adjective) => Verb.Is(Adjective(adjective));

    public static PlacePhrase Place(string text)
    {
        var preposition = Lexicon.Prepositions.Single(preposition => text.StartsWith(preposition.English + " ", StringComparison.Ordinal));
        return preposition.With(N(text[(preposition.English.Length + 1)..]));
    }

    public static Verb IsAt(string place) => Verb.Is(Place(place));

    /// <summary>A clause; objects have ", " between them.</summary>
    public static Clause C(string subject, Verb verb, string objects = "", Tense tense = Tense.Present, bool not = false, string time = "", string place = "", Fronted front = Fronted.Nothing) =>
        C(N(subject), verb, objects, tense, not, time, place, front);

    public static Clause C(NounPhrase subject, Verb verb, string objects = "", Tense tense = Tense.Present, bool not = false, string time = "", string place = "", Fronted front = Fronted.Nothing) =>
        new(subject, verb)
        {
            Objects = objects.Length == 0 ? [] : [.. objects.Split(", ").Select(N)],
            Tense = tense,
            IsNegated = not,
            Time = time.Length == 0 ? null : Lexicon.Times.Single(phrase => phrase.English == time),
            Place = place.Length == 0 ? null : Place(place),
            Fronted = front,
        };

    /// <summary>The clause with another as a subordinate clause.</summary>
    public static Subordination Joined(Clause main, string conjunction, Clause subordinate, bool mainFirst = true)
    {
        var word = conjunction == "that" ? Lexicon.That : Lexicon.Conjunctions.First(word =>
            word.English == conjunction && (word.Tenses.Count == 0 || word.Tenses.Contains(main.Tense)));
        return new Subordination(main, word, subordinate, mainFirst);
    }

    private static Adjective Adjective(string english) => Lexicon.Adjectives.Single(adjective => adjective.English == english);
}
