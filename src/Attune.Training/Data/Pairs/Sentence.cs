namespace Attune.Training;

/// <summary>A sentence's meaning, which each language writes in its way.</summary>
internal abstract record Sentence
{
    public string InEnglish() => English.Capital(WriteEnglish()) + EndMark;

    // A relative clause at the end needs no second comma.
    public string InGerman() => English.Capital(WriteGerman().TrimEnd(',')) + EndMark;

    private protected virtual char EndMark => '.';

    private protected abstract string WriteEnglish();

    private protected abstract string WriteGerman();
}

/// <summary>One clause. "Yesterday he saw a dog.", "Gestern sah er einen Hund."</summary>
internal sealed record Statement(Clause Clause) : Sentence
{
    private protected override string WriteEnglish() => EnglishClause.Write(Clause);

    private protected override string WriteGerman() => GermanClause.Write(Clause, VerbPlace.Second);
}

/// <summary>A question: about what is in front, about the subject, or whether. "Does he see a dog?", "Sieht er einen Hund?"</summary>
internal sealed record Question(Clause Clause) : Sentence
{
    private bool AsksForSubject => Clause.Subject == Pronoun.Who;

    private protected override char EndMark => '?';

    private protected override string WriteEnglish() => EnglishClause.Write(Clause, isQuestion: !AsksForSubject);

    private protected override string WriteGerman() =>
        GermanClause.Write(Clause, AsksForSubject || Clause.Fronted is not Fronted.Nothing ? VerbPlace.Second : VerbPlace.First);
}

/// <summary>A main clause with a subordinate clause behind or before it. "Because he is tired, he sleeps.", "Weil er müde ist, schläft er."</summary>
internal sealed record Subordination(Clause Main, Conjunction Conjunction, Clause Subordinate, bool IsMainFirst) : Sentence
{
    private protected override string WriteEnglish()
    {
        string main = EnglishClause.Write(Main), subordinate = $"{Conjunction.English} {EnglishClause.Write(Subordinate)}";
        return IsMainFirst ? $"{main} {subordinate}" : $"{subordinate}, {main}";
    }

    private protected override string WriteGerman()
    {
        string subordinate = $"{Conjunction.German} {GermanClause.Write(Subordinate, VerbPlace.Last)}";
        return IsMainFirst ? $"{GermanClause.Write(Main, VerbPlace.Second)}, {subordinate}" : $"{subordinate}, {GermanClause.Write(Main, VerbPlace.First)}";
    }
}

/// <summary>Two main clauses. "He sings, but she sleeps.", "Er singt, aber sie schläft."</summary>
internal sealed record Coordination(Clause First, bool IsContrast, Clause Second) : Sentence
{
    private protected override string WriteEnglish() => $"{EnglishClause.Write(First)}{(IsContrast ? ", but" : " and")} {EnglishClause.Write(Second)}";

    private protected override string WriteGerman() =>
        $"{GermanClause.Write(First, VerbPlace.Second)}{(IsContrast ? ", aber" : " und")} {GermanClause.Write(Second, VerbPlace.Second)}";
}

/// <summary>
/// A main clause with an infinitive: what is tried or promised, or what somebody moves for. "He tries to find a dog.", "Er versucht, einen Hund zu finden."
/// "He goes to the station to fetch us.", "Er geht zum Bahnhof, um uns abzuholen."
/// </summary>
internal sealed record Infinitive(Clause Main, Clause Action) : Sentence
{
    private protected override string WriteEnglish() => $"{EnglishClause.Write(Main)} {EnglishClause.WriteInfinitive(Action)}";

    private protected override string WriteGerman()
    {
        string um = Main.Verb.Kind is VerbKind.To ? "" : "um ";
        return $"{GermanClause.Write(Main, VerbPlace.Second)}, {um}{GermanClause.WriteInfinitive(Action)}";
    }
}
