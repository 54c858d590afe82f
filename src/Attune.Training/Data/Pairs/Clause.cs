namespace Attune.Training;

/// <summary>What stands before everything else.</summary>
internal enum Fronted
{
    Nothing,
    Time,
    Place,
}

/// <summary>What a clause means: everything that both languages need to write it.</summary>
internal sealed record Clause(NounPhrase Subject, Verb Verb)
{
    /// <summary>One for each of the verb's.</summary>
    public IReadOnlyList<NounPhrase> Objects { get; init; } = [];

    public Tense Tense { get; init; }

    public bool IsNegated { get; init; }

    public TimePhrase? Time { get; init; }

    public PlacePhrase? Place { get; init; }

    public Fronted Fronted { get; init; }
}
