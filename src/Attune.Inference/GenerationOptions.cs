namespace Attune.Inference;

/// <summary>How text is generated. Immutable, thread-safe; the defaults are greedy and change nothing.</summary>
/// <remarks>
/// Applied in Hugging Face's order: repetition penalty, temperature, top-k, top-p, min-p. What they leave is a share of the most probable tokens;
/// of equally probable ones, lower ids come first.
/// </remarks>
public sealed record GenerationOptions
{
    internal const int MostBeams = 1024;

    /// <summary>Most tokens to generate; at least 1.</summary>
    public int MaxNewTokens { get; init; } = 256;

    /// <summary>What logits are divided by; 0 takes the most probable token always (greedy), and the options of sampling do nothing.</summary>
    public double Temperature { get; init; }

    /// <summary>Draws among the k most probable tokens only; 0 for all. Fan et al., arXiv:1805.04833.</summary>
    public int TopK { get; init; }

    /// <summary>Draws among the fewest tokens, most probable first, that have this much probability together; 1 for all. Holtzman et al., arXiv:1904.09751.</summary>
    public double TopP { get; init; } = 1;

    /// <summary>Draws among tokens at least this many times as probable as the most probable one; 0 for all. Nguyen et al., arXiv:2407.01082.</summary>
    public double MinP { get; init; }

    /// <summary>
    /// Divides positive logits, and multiplies negative ones, of all tokens that the sequence has already, those of the prompt too; 1 for none.
    /// Keskar et al., CTRL, arXiv:1909.05858, section 4.1. Beam search applies it to log-probabilities.
    /// </summary>
    public double RepetitionPenalty { get; init; } = 1;

    /// <summary>A drawn token is a function of its distribution, the seed, <see cref="Sequence"/> and its position, and of nothing else.</summary>
    public ulong Seed { get; init; }

    /// <summary>Which of several texts with one seed and prompt.</summary>
    public int Sequence { get; init; }

    /// <summary>Texts that end generation; neither they nor a part of them are given out.</summary>
    public IReadOnlyList<string> StopStrings { get; init; } = [];

    /// <summary>Tokens that end generation, such as the end of text; they have no text.</summary>
    public IReadOnlyList<int> StopTokens { get; init; } = [];

    /// <summary>Width of beam search, up to 1,024; 1 for none.</summary>
    public int Beams { get; init; } = 1;

    /// <summary>
    /// Exponent a of a text's score, (sum of its log-probabilities) / length^a, by which beam search compares: above 0 favours long texts, 0 compares probabilities.
    /// </summary>
    public double LengthPenalty { get; init; } = 1;

    /// <summary>How many of the most probable tokens each generated token comes with.</summary>
    public int Alternatives { get; init; }

    /// <summary>What makes no sense, a line each.</summary>
    public IEnumerable<string> Problems()
    {
        foreach (var (name, least, value) in ((string, int, int)[])[
            (nameof(MaxNewTokens), 1, MaxNewTokens), (nameof(TopK), 0, TopK), (nameof(Beams), 1, Beams), (nameof(Alternatives), 0, Alternatives)])
        {
            if (value < least)
                yield return $"{name}: expected at least {least}, found {value}";
        }

        if (Beams > MostBeams)
            yield return $"{nameof(Beams)}: expected at most {MostBeams}, found {Beams}";
        if (!(Temperature >= 0 && double.IsFinite(Temperature)))
            yield return Wrong(nameof(Temperature), "a number of at least 0", Temperature);
        if (!(TopP is > 0 and <= 1))
            yield return Wrong(nameof(TopP), "above 0 and at most 1", TopP);
        if (!(MinP is >= 0 and <= 1))
            yield return Wrong(nameof(MinP), "from 0 to 1", MinP);
        if (!(RepetitionPenalty > 0 && double.IsFinite(RepetitionPenalty)))
            yield return Wrong(nameof(RepetitionPenalty), "a number above 0", RepetitionPenalty);
        if (!double.IsFinite(LengthPenalty))
            yield return Wrong(nameof(LengthPenalty), "a number", LengthPenalty);
        if (StopStrings is null || StopStrings.Any(string.IsNullOrEmpty))
            yield return $"{nameof(StopStrings)}: expected texts, found {(StopStrings is null ? "null" : "an empty one")}";
        if (StopTokens is null)
            yield return $"{nameof(StopTokens)}: expected a list, found null";
        if (Beams > 1 && Temperature > 0)
            yield return Wrong(nameof(Temperature), $"0 with {Beams} beams, which are not drawn", Temperature);
    }

    /// <summary>Refuses options that make no sense.</summary>
    /// <exception cref="ArgumentException">All of <see cref="Problems"/>.</exception>
    public void Validate()
    {
        string problems = string.Join("; ", Problems());
        if (problems.Length > 0)
            throw new ArgumentException(problems);
    }

    private static string Wrong(string name, string expected, double found) =>
        FormattableString.Invariant($"{name}: expected {expected}, found {found}");
}
