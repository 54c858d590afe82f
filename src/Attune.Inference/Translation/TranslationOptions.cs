namespace Attune.Inference;

/// <summary>How sentences are translated. Immutable, thread-safe.</summary>
public sealed record TranslationOptions
{
    /// <summary>Width of the beam search, up to 1,024; 1 is greedy: the most probable token each time, up to the first end.</summary>
    public int Beams { get; init; } = 5;

    /// <summary>
    /// Exponent a of a translation's score, (sum of its log-probabilities) / length^a, by which translations are compared: above 0 favours long ones, 0 compares probabilities.
    /// </summary>
    public double LengthPenalty { get; init; } = 1;

    /// <summary>How many translations of each sentence are given; at most <see cref="Beams"/>.</summary>
    public int NBest { get; init; } = 1;

    /// <summary>
    /// Most tokens behind <see cref="Prefix"/>, the end included; null for 50 more than the source has with its end (arXiv:1706.03762, section 6.1). Never more than the
    /// model's context.
    /// </summary>
    public int? MaxNewTokens { get; init; }

    /// <summary>How every translation begins; its log-probability and its length count.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>What makes no sense, a line each.</summary>
    public IEnumerable<string> Problems()
    {
        if (Beams is < 1 or > GenerationOptions.MostBeams)
            yield return $"{nameof(Beams)}: expected 1 to {GenerationOptions.MostBeams}, found {Beams}";
        if (NBest < 1 || NBest > Math.Max(1, Beams))
            yield return $"{nameof(NBest)}: expected 1 to {Math.Max(1, Beams)} ({nameof(Beams)}), found {NBest}";
        if (MaxNewTokens < 1)
            yield return $"{nameof(MaxNewTokens)}: expected at least 1, found {MaxNewTokens}";
        if (!double.IsFinite(LengthPenalty))
            yield return FormattableString.Invariant($"{nameof(LengthPenalty)}: expected a number, found {LengthPenalty}");
        if (Prefix is null)
            yield return $"{nameof(Prefix)}: expected a text, found null";
    }

    /// <summary>Refuses options that make no sense.</summary>
    /// <exception cref="ArgumentException">All of <see cref="Problems"/>.</exception>
    public void Validate()
    {
        string problems = string.Join("; ", Problems());
        if (problems.Length > 0)
            throw new ArgumentException(problems);
    }
}
