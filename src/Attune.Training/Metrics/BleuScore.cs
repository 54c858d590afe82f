namespace Attune.Training;

/// <summary>A BLEU score and what it is made of. Immutable, thread-safe.</summary>
public sealed record BleuScore
{
    internal BleuScore()
    {
    }

    /// <summary>From 0 to 100: the brevity penalty times the geometric mean of the precisions.</summary>
    public required double Score { get; init; }

    /// <summary>By order, 1 to 4: percent of the n-grams that the references have too, smoothed; all 0 where no token matches.</summary>
    public required IReadOnlyList<double> Precisions { get; init; }

    /// <summary>By order: n-grams of the hypotheses that the references have too, not smoothed.</summary>
    public required IReadOnlyList<long> Matches { get; init; }

    /// <summary>By order: all n-grams of the hypotheses.</summary>
    public required IReadOnlyList<long> Totals { get; init; }

    /// <summary>exp(1 - reference length / hypothesis length), at most 1.</summary>
    public required double BrevityPenalty { get; init; }

    /// <summary>Tokens of the hypotheses.</summary>
    public required long HypothesisLength { get; init; }

    /// <summary>Tokens of the references; of the one nearest in length, the shorter of two as near, where a sentence has several.</summary>
    public required long ReferenceLength { get; init; }

    /// <summary>How it was measured, in the manner of sacreBLEU, with Attune's own version. Scores compare where it is the same.</summary>
    public required string Signature { get; init; }

    /// <summary>Hypothesis length / reference length; 0 for references without tokens.</summary>
    public double Ratio => ReferenceLength == 0 ? 0 : (double)HypothesisLength / ReferenceLength;

    /// <summary>The line that sacreBLEU writes: <c>BLEU|signature = score precisions (BP = ... ratio = ... hyp_len = ... ref_len = ...)</c>.</summary>
    public override string ToString()
    {
        string precisions = string.Join('/', Precisions.Select(precision => ReadableNumber.Fixed(precision, 1)));
        return $"BLEU|{Signature} = {ReadableNumber.Fixed(Score, 2)} {precisions} (BP = {ReadableNumber.Fixed(BrevityPenalty, 3)} "
            + $"ratio = {ReadableNumber.Fixed(Ratio, 3)} hyp_len = {HypothesisLength} ref_len = {ReferenceLength})";
    }
}
