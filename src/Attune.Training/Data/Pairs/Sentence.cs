namespace Attune.Training;

/// <summary>A sentence's meaning, which each language writes in its way.</summary>
internal abstract record Sentence
{
    public string InEnglish() => English.Capital(WriteEnglish()) + EndMark;

    public string InGerman() => English.Capital(WriteGerman()) + EndMark;

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

/// <summary>A question: about what is in front, or whether. "Does he see a dog?", "Sieht er einen Hund?"</summary>
internal sealed record Question(Clause Clause) : Sentence
{
    private protected override char EndMark => '?';

    private protected override string WriteEnglish() => EnglishClause.Write(Clause, isQuestion: true);

    private protected override string WriteGerman() =>
        GermanClause.Write(Clause, Clause.Fronted is not Fronted.Nothing ? VerbPlace.Second : VerbPlace.First);
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
