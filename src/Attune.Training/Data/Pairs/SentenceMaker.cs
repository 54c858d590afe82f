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
    private static readonly Tense[] s_asked = [Tense.Present, Tense.Present, Tense.Present, Tense.Perfect, Tense.Future, Tense.Can, Tense.Must, Tense.Want];
    private static readonly Tense[] s_when = [Tense.Present, Tense.Past, Tense.Past, Tense.Future, Tense.Can, Tense.Must];

    private readonly ClauseMaker _clauses = new(random);

    public Sentence Next() => random.Below(100) switch
    {
        < 34 => new Statement(_clauses.Adorn(_clauses.Free(s_tenses, Articles.Counted, Articles.Counted), mayFront: true)),
        < 46 => new Statement(_clauses.Adorn(Deny(_clauses.Free(s_tenses, Articles.Known, Articles.Simple)), mayFront: true)),
        < 56 => new Question(_clauses.Adorn(_clauses.Free(s_asked, Articles.Known, Articles.Simple, mayBePronoun: false), mayFront: false)),
        < 62 => new Question(Asking()),
        < 89 => Reason(),
        _ => Report(),
    };

    // "Must not" forbids, which German says with another verb.
    private static Clause Deny(Clause clause) => clause with { IsNegated = clause.Tense is not Tense.Must };

    // The clauses of a longer sentence. A pronoun in the second would seem to stand for something in the first.
    private Clause First(Tense[] tenses) => PerhapsDeny(_clauses.Free(tenses, Articles.Known, Articles.Simple));

    private Clause Second(Tense[] tenses) => PerhapsDeny(_clauses.Free(tenses, Articles.Known, Articles.Simple, mayBePronoun: false));

    private Clause PerhapsDeny(Clause clause) => random.Chance(15) ? Deny(clause) : clause;

    // Another clause about the same subject, if its pronoun cannot stand for an object as well.
    private Clause About(Clause first, Tense[] tenses) =>
        first.Subject.AsPronoun() is { } pronoun && !first.Objects.Any(other => other.AsPronoun()?.Subject == pronoun.Subject)
            ? PerhapsDeny(_clauses.Bound(first.Subject, pronoun, tenses))
            : Second(tenses);

    private Clause Asking() => random.Below(3) switch
    {
        0 => _clauses.With(verb => verb.Kind is VerbKind.Deed, s_tenses) with { Place = PlacePhrase.Where, Fronted = Fronted.Place },
        1 => _clauses.With(verb => verb.Kind is VerbKind.Deed or VerbKind.Motion, s_when) with { Time = TimePhrase.When, Fronted = Fronted.Time },
        _ => _clauses.Free(s_tenses, Articles.Known, Articles.Simple) with { Time = TimePhrase.Why, Fronted = Fronted.Time },
    };

    private Subordination Reason()
    {
        var conjunction = random.Pick(Lexicon.Conjunctions);
        var tenses = conjunction.Tenses.Count > 0 ? [random.Pick(conjunction.Tenses)] : random.Chance(60) ? s_reasons : s_past;
        var first = First(tenses);
        var second = random.Chance(70) ? About(first, tenses) : Second(tenses);
        return random.Chance(60) ? new Subordination(first, conjunction, second, IsMainFirst: true) : new Subordination(second, conjunction, first, IsMainFirst: false);
    }

    private Subordination Report()
    {
        var main = _clauses.With(verb => verb.Kind is VerbKind.That, s_simple);
        var tenses = main.Tense is Tense.Past ? s_past : s_tenses;
        var reported = random.Chance(50) ? About(main, tenses) : Second(tenses);
        return new Subordination(main, Lexicon.That, reported, IsMainFirst: true);
    }
}
