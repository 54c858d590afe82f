namespace Attune.Training;

/// <summary>Chooses what happens in a clause, who takes part, and when and where.</summary>
internal sealed class ClauseMaker(IndexedRandom random)
{
    private static readonly NounClass[] s_actors = [NounClass.Person, NounClass.Person, NounClass.Animal];

    private readonly PhraseMaker _phrases = new(random);

    /// <summary>A clause about anybody or anything; most are about persons and animals.</summary>
    public Clause Free(Tense[] tenses, Articles subject, Articles objects, bool mayBePronoun = true)
    {
        var kind = random.Chance(92) ? random.Pick(s_actors) : NounClass.Item | NounClass.Food;
        var phrase = _phrases.Subject(kind, subject, mayBePronoun);
        return Does(phrase, tenses, objects);
    }

    /// <summary>A clause about the subject of another, with its pronoun.</summary>
    public Clause Bound(NounPhrase subject, Pronoun pronoun, Tense[] tenses) => Does(subject, tenses, Articles.Simple) with { Subject = pronoun };

    /// <summary>A clause with a verb that is wanted.</summary>
    public Clause With(Func<Verb, bool> isWanted, Tense[] tenses)
    {
        var verb = random.Pick(Lexicon.Verbs, isWanted);
        return Fill(Actor(verb), verb, random.Pick(tenses), Articles.Simple);
    }

    /// <summary>The clause with a time or a place, in front or at the end, if it has room for one.</summary>
    public Clause Adorn(Clause clause, bool mayFront)
    {
        if (clause.Verb.Kind is VerbKind.State || clause.Objects.Count > 1)
            return clause;
        if (clause.Verb.Kind is VerbKind.Deed && random.Chance(25))
            return clause with { Place = _phrases.Place(), Fronted = mayFront && random.Chance(25) ? Fronted.Place : Fronted.Nothing };
        if (random.Chance(40))
            return clause;
        // "Not always" and "always not" are not the same.
        var time = random.Pick(Lexicon.Times, time => time.Tenses.Contains(clause.Tense) && !(clause.IsNegated && time.IsAdverb));
        return clause with { Time = time, Fronted = mayFront && !time.IsAdverb && random.Chance(50) ? Fronted.Time : Fronted.Nothing };
    }

    // A clause with objects for its verb. Who is given something is known, so that kein is about the thing.
    private Clause Fill(NounPhrase subject, Verb verb, Tense tense, Articles objects) => new(subject, verb)
    {
        Tense = tense,
        Objects = [.. verb.Objects.Select((role, i) => _phrases.Object(role, subject, i < verb.Objects.Count - 1 ? Articles.Known : objects))],
    };

    private Clause Does(NounPhrase subject, Tense[] tenses, Articles objects)
    {
        var verb = Predicate(subject.Class);
        // What somebody must be or has been is seldom said.
        var tense = verb.German == GermanVerb.Sein ? random.Pick(tenses, tense => tense is Tense.Present or Tense.Past) : random.Pick(tenses);
        return Fill(subject, verb, tense, objects);
    }

    private NounPhrase Actor(Verb verb) => _phrases.Subject(random.Pick(s_actors, kind => verb.Subject.HasFlag(kind)), Articles.Known);

    // What the subject does or is. Things only are.
    private Verb Predicate(NounClass subject)
    {
        bool acts = (subject & NounClass.Being) != 0;
        return random.Below(100) switch
        {
            < 82 when acts => random.Pick(Lexicon.Verbs, verb => (verb.Subject & subject) != 0 && verb.Kind is not VerbKind.That),
            < 96 => Verb.Is(random.Pick(Lexicon.Adjectives, adjective => (adjective.Class & subject) != 0)),
            _ => Verb.Is(_phrases.Place()),
        };
    }
}
