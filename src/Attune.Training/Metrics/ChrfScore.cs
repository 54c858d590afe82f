namespace Attune.Training;

/// <summary>A chrF or chrF++ score. Immutable, thread-safe.</summary>
public sealed record ChrfScore
{
    internal ChrfScore()
    {
    }

    /// <summary>From 0 to 100.</summary>
    public required double Score { get; init; }

    /// <summary>chrF2 or chrF2++: 2 is how many times as much recall weighs as precision.</summary>
    public required string Name { get; init; }

    /// <summary>How it was measured, in the manner of sacreBLEU, with Attune's own version. Scores compare where it is the same.</summary>
    public required string Signature { get; init; }

    /// <summary>The line that sacreBLEU writes: <c>chrF2|signature = score</c>.</summary>
    public override string ToString() => $"{Name}|{Signature} = {ReadableNumber.Fixed(Score, 2)}";
}
