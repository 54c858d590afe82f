namespace Attune.Training;

/// <summary>Chooses what happens in a clause, who takes part, and when and where.</summary>
internal sealed class ClauseMaker(IndexedRandom random)
{
    private static readonly NounClass[] s_actors = [NounClass.Person, NounClass.Person, NounClass.Animal];

    private readonly PhraseMaker _phrases = new(random);

    /// <summary>A clause about anybody or anything; most are about persons and animals.</summary>
    public Clause Free(Tense[] tenses, Articles subject, Articles objects, bool mayBePronoun = true)
    {
        var kind = random.Chance(88) ? random.Pick(s_actors) : NounClass.Item | NounClass.Food;
        var phrase = _phrases.Subject(kind, subject, mayBePronoun);
        return Does(phrase, tenses, objects);
    }

    /// <summary>A clause about the subject of another, with a pronoun for it.</summary>
    public Clause Bound(NounPhrase subject, Tense[] tenses) =>
        Does(subject, tenses, Articles.Simple) with { Subject = subject.AsPronoun() };

    /// <summary>A clause with a verb that is wanted.</summary>
    public Clause With(Func<Verb, bool> isWanted, Tense[] tenses)
    {
        var verb = random.Pick(Lexicon.Verbs, isWanted);
        return Fill(Actor(verb), verb, random.Pick(tenses), Articles.Simple);
    }

    /// <summary>Something else that the subject of a clause can do.</summary>
    public Clause Deed(NounPhrase subject, Func<Verb, bool> isWanted) =>
        Fill(subject, random.Pick(Lexicon.Verbs, verb => (verb.Subject & subject.Class) != 0 && isWanted(verb)), Tense.Present, Articles.Simple);

    /// <summary>A clause in the passive.</summary>
    public Clause Passive(Tense[] tenses)
    {
        var verb = random.Pick(Lexicon.Verbs, verb => verb is { Kind: VerbKind.Deed, Objects: [{ Case: Case.Accusative, Preposition: "" }] }).Passive();
        return Fill(_phrases.CommonSubject(verb.Subject, Articles.Counted), verb, random.Pick(tenses), Articles.Simple);
    }

    /// <summary>A clause whose subject has a relative clause.</summary>
    public Clause WithRelativeSubject(Tense tense)
    {
        var subject = _phrases.CommonSubject(random.Pick(s_actors), Articles.Simple);
        return Fill(subject with { Relative = Relative(subject, tense) }, Predicate(subject.Class), tense, Articles.Simple);
    }

    /// <summary>A clause whose object has a relative clause. A time or place behind it would seem to belong to the relative clause.</summary>
    public Clause WithRelativeObject(Tense tense)
    {
        var verb = random.Pick(Lexicon.Verbs, verb => HasOneObject(verb) && (verb.Objects[0].Class & NounClass.Any) != 0);
        var subject = Actor(verb);
        var thing = _phrases.Common(verb.Objects[0].Class, Articles.Simple, subject);
        return new Clause(subject, verb) { Tense = tense, Objects = [thing with { Relative = Relative(thing, tense) }] };
    }

    /// <summary>A clause that asks for its object.</summary>
    public Clause AskingForObject(Tense[] tenses)
    {
        var verb = random.Pick(Lexicon.Verbs, verb => HasOneObject(verb) && (verb.Objects[0].Preposition.Length == 0 || verb.Objects[0].Class.HasFlag(NounClass.Person)));
        var wanted = verb.Objects[0].Class;
        bool isPerson = wanted.HasFlag(NounClass.Person) && ((wanted & NounClass.Goods) == 0 || random.Chance(50));
        return new Clause(Actor(verb), verb) { Tense = random.Pick(tenses), Objects = [isPerson ? Pronoun.Who : Pronoun.What], Fronted = Fronted.Object };
    }

    /// <summary>The clause with a time or a place or both, in front or at the end.</summary>
    public Clause Adorn(Clause clause, bool mayFront)
    {
        if (clause.Verb.Kind is VerbKind.State)
            return clause;
        // "Not always" and "always not" are not the same, "no man never" is too much, and an adverb behind a relative clause could belong to it.
        bool mayHaveAdverb = !clause.IsNegated && clause.Subject is { IsKnown: true } and not CommonPhrase { Relative: not null };
        var time = random.Chance(50) ? random.Pick(Lexicon.Times, time => time.Tenses.Contains(clause.Tense) && (mayHaveAdverb || !time.IsAdverb)) : null;
        var place = clause.Verb.Kind is VerbKind.Deed && random.Chance(30) ? _phrases.Place() : null;
        var fronted = clause.Fronted;
        if (mayFront && time is { IsAdverb: false } && random.Chance(50))
            fronted = Fronted.Time;
        else if (mayFront && place is not null && random.Chance(25))
            fronted = Fronted.Place;
        return clause with { Time = time, Place = place, Fronted = fronted };
    }

    private static bool HasOneObject(Verb verb) => verb.Objects.Count == 1 && verb.Kind is VerbKind.Deed or VerbKind.State;

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
            < 75 when acts => random.Pick(Lexicon.Verbs, verb => (verb.Subject & subject) != 0 && verb.Kind is not (VerbKind.That or VerbKind.To)),
            < 90 => Verb.Is(random.Pick(Lexicon.Adjectives, adjective => (adjective.Class & subject) != 0)),
            < 95 => Verb.IsMore(random.Pick(Lexicon.Adjectives, adjective => (adjective.Class & subject) != 0 && adjective.EnglishComparative is not null), subject),
            _ => Verb.Is(_phrases.Place()),
        };
    }

    // "who sees the dog", "that the man sees"
    private Clause Relative(CommonPhrase head, Tense tense)
    {
        var pronoun = Pronoun.Relative(head.Noun, head.IsPlural);
        if ((head.Class & NounClass.Being) != 0 && random.Chance(50))
        {
            var deed = random.Pick(Lexicon.Verbs, verb => (verb.Subject & head.Class) != 0 && verb.Objects.Count < 2 && verb.Kind is VerbKind.Deed or VerbKind.State);
            var clause = Fill(pronoun, deed, tense, Articles.Simple);
            return deed.Objects.Count == 0 && random.Chance(60) ? clause with { Place = _phrases.Place() } : clause;
        }

        var verb = random.Pick(Lexicon.Verbs, verb => HasOneObject(verb) && (verb.Objects[0].Class & head.Class) != 0);
        return new Clause(Actor(verb), verb) { Tense = tense, Objects = [pronoun], Fronted = Fronted.Object };
    }
}
