namespace Attune.Training;

/// <summary>Chooses what a sentence means. Patterns combine freely, within what makes the German sentence a function of the English one.</summary>
internal sealed class SentenceMaker(IndexedRandom random)
{
    private static readonly Tense[] s_tenses =
    [
        Tense.Present, Tense.Present, Tense.Present, Tense.Present, Tense.Past, Tense.Past, Tense.Past, Tense.Past,
        Tense.Perfect, Tense.Perfect, Tense.Future, Tense.Can, Tense.Must, Tense.Want,
    ];

    private static readonly Tense[] s_simple = [Tense.Present, Tense.Past];
    private static readonly Tense[] s_past = [Tense.Past];
    private static readonly Tense[] s_reasons = [Tense.Present, Tense.Present, Tense.Present, Tense.Perfect, Tense.Can, Tense.Must, Tense.Want];
    private static readonly Tense[] s_passive = [Tense.Present, Tense.Past, Tense.Past, Tense.Can, Tense.Must];
    private static readonly Tense[] s_tried = [Tense.Present, Tense.Past, Tense.Perfect, Tense.Future];
    private static readonly Tense[] s_asked = [Tense.Present, Tense.Present, Tense.Present, Tense.Perfect, Tense.Future, Tense.Can, Tense.Must, Tense.Want];
    private static readonly Tense[] s_when = [Tense.Present, Tense.Past, Tense.Past, Tense.Future, Tense.Can, Tense.Must];

    private readonly ClauseMaker _clauses = new(random);

    public Sentence Next() => random.Below(100) switch
    {
        < 30 => new Statement(_clauses.Adorn(_clauses.Free(s_tenses, Articles.Any, Articles.Counted), mayFront: true)),
        < 42 => new Statement(_clauses.Adorn(Deny(_clauses.Free(s_tenses, Articles.Known, Articles.Simple)), mayFront: true)),
        < 47 => new Statement(_clauses.Adorn(_clauses.Passive(s_passive), mayFront: true)),
        < 56 => new Statement(WithRelative()),
        < 64 => new Question(_clauses.Adorn(_clauses.Free(s_asked, Articles.Known, Articles.Simple, mayBePronoun: false), mayFront: false)),
        < 74 => new Question(Asking()),
        < 87 => Reason(),
        < 92 => Report(),
        < 96 => Intention(),
        _ => new Coordination(First(s_simple), IsContrast: random.Chance(40), Second(s_simple)),
    };

    // "Must not" forbids, which German says with another verb.
    private static Clause Deny(Clause clause) => clause with { IsNegated = clause.Tense is not Tense.Must };

    // The clauses of a longer sentence. A pronoun in the second would seem to stand for something in the first.
    private Clause First(Tense[] tenses) => PerhapsDeny(_clauses.Free(tenses, Articles.Known, Articles.Simple));

    private Clause Second(Tense[] tenses) => PerhapsDeny(_clauses.Free(tenses, Articles.Known, Articles.Simple, mayBePronoun: false));

    private Clause PerhapsDeny(Clause clause) => random.Chance(15) ? Deny(clause) : clause;

    private Clause WithRelative()
    {
        var tense = random.Pick(s_simple);
        return random.Chance(50) ? _clauses.Adorn(_clauses.WithRelativeSubject(tense), mayFront: true) : _clauses.WithRelativeObject(tense);
    }

    private Clause Asking() => random.Below(5) switch
    {
        0 => _clauses.Adorn(_clauses.Deed(Pronoun.Who, verb => verb.Kind is not (VerbKind.That or VerbKind.To)) with { Tense = random.Pick(s_tenses) }, mayFront: false),
        1 => _clauses.Adorn(_clauses.AskingForObject(s_tenses), mayFront: false),
        2 => _clauses.With(verb => verb.Kind is VerbKind.Deed, s_tenses) with { Place = PlacePhrase.Where, Fronted = Fronted.Place },
        3 => _clauses.With(verb => verb.Kind is VerbKind.Deed or VerbKind.Motion, s_when) with { Time = TimePhrase.When, Fronted = Fronted.Time },
        _ => _clauses.Free(s_tenses, Articles.Known, Articles.Simple) with { Time = TimePhrase.Why, Fronted = Fronted.Time },
    };

    private Subordination Reason()
    {
        var conjunction = random.Pick(Lexicon.Conjunctions);
        var tenses = conjunction.Tenses.Count > 0 ? [random.Pick(conjunction.Tenses)] : random.Chance(60) ? s_reasons : s_past;
        var first = First(tenses);
        // A pronoun must not be able to stand for an object as well.
        bool isClear = !first.Objects.Any(other => other.AsPronoun().Subject == first.Subject.AsPronoun().Subject);
        var second = isClear && random.Chance(70) ? PerhapsDeny(_clauses.Bound(first.Subject, tenses)) : Second(tenses);
        return random.Chance(60) ? new Subordination(first, conjunction, second, IsMainFirst: true) : new Subordination(second, conjunction, first, IsMainFirst: false);
    }

    private Subordination Report()
    {
        var main = _clauses.With(verb => verb.Kind is VerbKind.That, s_simple);
        var tenses = main.Tense is Tense.Past ? s_past : s_tenses;
        var reported = random.Chance(50) ? PerhapsDeny(_clauses.Bound(main.Subject, tenses)) : Second(tenses);
        return new Subordination(main, Lexicon.That, reported, IsMainFirst: true);
    }

    private Infinitive Intention()
    {
        var main = random.Chance(50)
            ? _clauses.With(verb => verb.Kind is VerbKind.To, s_tried)
            : _clauses.With(verb => verb is { Kind: VerbKind.Motion, Objects.Count: 1 }, s_tenses);
        return new Infinitive(main, _clauses.Deed(main.Subject, verb => verb is { Kind: VerbKind.Deed, Objects.Count: > 0 }));
    }
}
