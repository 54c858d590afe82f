namespace Attune.Training;

/// <summary>Which determiners a phrase may have; each set holds those before it.</summary>
internal enum Articles
{
    /// <summary>The, this, possessives: what a denied sentence can be about.</summary>
    Known,

    /// <summary>A, or none before what is not counted: what kein can deny.</summary>
    Simple,

    /// <summary>Two, many.</summary>
    Counted,
}

/// <summary>Chooses noun phrases and places.</summary>
internal sealed class PhraseMaker(IndexedRandom random)
{
    private static readonly Determiner[] s_known =
    [
        Determiner.The, Determiner.The, Determiner.The, Determiner.The, Determiner.The, Determiner.The,
        Determiner.This, Determiner.My, Determiner.Our, Determiner.His, Determiner.Her,
    ];

    private static readonly Determiner[] s_counted = [Determiner.Two, Determiner.Many];

    // As many of I that each verb's form for it is learnt.
    private static readonly Pronoun[] s_pronouns = [Pronoun.I, Pronoun.I, Pronoun.I, Pronoun.We, Pronoun.He, Pronoun.She, Pronoun.They];

    // "Her" and "them" are words for other things too: her dog, sie for she.
    private static readonly Pronoun[] s_objects = [Pronoun.I, Pronoun.We, Pronoun.He];

    /// <summary>Who acts: a pronoun if there may be one, a name or a common noun.</summary>
    public NounPhrase Subject(NounClass kind, Articles articles, bool mayBePronoun = true) => (kind is NounClass.Person ? random.Below(100) : 100) switch
    {
        < 24 when mayBePronoun => random.Pick(s_pronouns),
        < 36 => random.Pick(Lexicon.Names),
        _ => CommonSubject(kind, articles),
    };

    /// <summary>A common noun that acts. It has a determiner: a sentence begins with few different words.</summary>
    public CommonPhrase CommonSubject(NounClass classes, Articles articles)
    {
        var phrase = Common(classes, articles);
        return phrase.Determiner == Determiner.None ? phrase with { Determiner = Determiner.The } : phrase;
    }

    /// <summary>What a verb asks for. It is another than the subject, and no pronoun stands beside a pronoun or a name.</summary>
    public NounPhrase Object(VerbObject role, NounPhrase subject, Articles articles)
    {
        bool mayBePronoun = role.Class.HasFlag(NounClass.Person) && subject is CommonPhrase;
        return mayBePronoun && random.Chance(20)
            ? random.Pick(s_objects)
            : Common(role.Class, (role.Class & NounClass.Place) != 0 ? Articles.Known : articles, subject);
    }

    /// <summary>A common noun of any of the classes, other than the one of <paramref name="unlike"/>.</summary>
    public CommonPhrase Common(NounClass classes, Articles articles, NounPhrase? unlike = null)
    {
        var other = (unlike as CommonPhrase)?.Noun;
        var noun = random.Pick(Lexicon.Nouns, noun => (noun.Class & classes) != 0 && noun != other);
        bool isPlural = noun.Plural is not null && random.Chance(30);
        var determiner = DeterminerOf(noun, isPlural, articles);
        var adjective = random.Chance(30) ? random.Pick(Lexicon.Adjectives, adjective => (adjective.Class & noun.Class) != 0) : null;
        return new CommonPhrase(determiner, noun, isPlural, adjective);
    }

    public PlacePhrase Place()
    {
        var preposition = random.Pick(Lexicon.Prepositions);
        return preposition.With(Common(preposition.Class, Articles.Known));
    }

    private Determiner DeterminerOf(Noun noun, bool isPlural, Articles articles)
    {
        bool isCounted = noun.Plural is not null;
        if (articles is Articles.Known || random.Chance(55))
            return random.Pick(s_known);
        if (!isCounted)
            return Determiner.None;
        if (!isPlural)
            return Determiner.A;
        return random.Pick(articles is Articles.Counted ? s_counted : s_known);
    }
}
