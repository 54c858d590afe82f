namespace Attune.Training.Tests;

/// <summary>Short ways to say what a sentence means, for tests.</summary>
internal static class Meaning
{
    private static readonly Pronoun[] s_pronouns = [Pronoun.I, Pronoun.We, Pronoun.He, Pronoun.She, Pronoun.They, Pronoun.Who, Pronoun.What];

    private static readonly Determiner[] s_determiners =
    [
        Determiner.The, Determiner.This, Determiner.My, Determiner.His, Determiner.Her, Determiner.Our, Determiner.Their, Determiner.A, Determiner.No,
        Determiner.Every, Determiner.Two, Determiner.Three, Determiner.Many, Determiner.Some,
    ];

    /// <summary>A noun phrase from English: a pronoun (as a subject), a name, "the old man", "two dogs", "bread", "Anna and the king".</summary>
    public static NounPhrase N(string text)
    {
        if (s_pronouns.FirstOrDefault(pronoun => pronoun.Subject == text) is { } found)
            return found;
        if (Lexicon.Names.FirstOrDefault(name => name.Text == text) is { } named)
            return named;
        return text.Split(" and ") is [var first, var second] ? new PairPhrase(N(first), N(second)) : Common(text);
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

    public static Verb IsMore(string comparative) =>
        Verb.IsMore(Lexicon.Adjectives.Single(adjective => adjective.EnglishComparative == comparative), NounClass.Any);

    public static PlacePhrase Place(string text)
    {
        // "in front of" is longer than "in".
        var preposition = Lexicon.Prepositions.Where(preposition => text.StartsWith(preposition.English + " ", StringComparison.Ordinal)).MaxBy(preposition => preposition.English.Length)!;
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

    /// <summary>"the dog that sleeps": the clause is about what the phrase names.</summary>
    public static CommonPhrase Who(string phrase, Verb verb, string objects = "", Tense tense = Tense.Present, string place = "")
    {
        var head = Common(phrase);
        return head with { Relative = C(Pronoun.Relative(head.Noun, head.IsPlural), verb, objects, tense, place: place) };
    }

    /// <summary>"the dog that we see".</summary>
    public static CommonPhrase Whom(string phrase, string subject, Verb verb, Tense tense = Tense.Present)
    {
        var head = Common(phrase);
        return head with { Relative = C(subject, verb, "", tense, front: Fronted.Object) with { Objects = [Pronoun.Relative(head.Noun, head.IsPlural)] } };
    }

    private static Adjective Adjective(string english) => Lexicon.Adjectives.Single(adjective => adjective.English == english);
}
