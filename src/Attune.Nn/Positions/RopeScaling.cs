using System.Text.Json.Serialization;
using Attune.Tensors;

namespace Attune.Nn;

/// <summary>How rotary angles are changed for contexts longer than those of pretraining; the fields of Hugging Face's <c>rope_scaling</c>.</summary>
public sealed record RopeScaling
{
    /// <summary>
    /// <c>linear</c> (positions divided by the factor, arXiv:2306.15595), <c>dynamic</c> (a larger base, bloc97 2023), <c>yarn</c> (arXiv:2309.00071) or
    /// <c>llama3</c> (arXiv:2407.21783); <c>default</c> for none.
    /// </summary>
    [JsonPropertyName("rope_type")]
    public string Type { get; init; } = "default";

    /// <summary>How many times longer.</summary>
    [JsonPropertyName("factor")]
    public double Factor { get; init; } = 1;

    /// <summary>Context of pretraining; the model's own when null.</summary>
    [JsonPropertyName("original_max_position_embeddings")]
    public int? OriginalPositions { get; init; }

    /// <summary>llama3: wavelengths longer than the original context over this are scaled whole.</summary>
    [JsonPropertyName("low_freq_factor")]
    public double LowFrequencyFactor { get; init; } = 1;

    /// <summary>llama3: wavelengths shorter than the original context over this are not scaled.</summary>
    [JsonPropertyName("high_freq_factor")]
    public double HighFrequencyFactor { get; init; } = 4;

    /// <summary>yarn: turns within the original context above which nothing is scaled.</summary>
    [JsonPropertyName("beta_fast")]
    public double BetaFast { get; init; } = 32;

    /// <summary>yarn: turns below which all is scaled.</summary>
    [JsonPropertyName("beta_slow")]
    public double BetaSlow { get; init; } = 1;

    /// <summary>yarn: factor of cosines and sines; 0.1 ln(factor) + 1 when null.</summary>
    [JsonPropertyName("attention_factor")]
    public double? AttentionFactor { get; init; }

    /// <summary>What makes no sense, a line each.</summary>
    public IEnumerable<string> Problems()
    {
        if (Type is not ("default" or "linear" or "dynamic" or "yarn" or "llama3"))
            yield return $"rope_scaling.rope_type: expected one of default, linear, dynamic, yarn, llama3, found '{Type}'";
        if (!(Factor >= 1 && double.IsFinite(Factor)))
            yield return $"rope_scaling.factor: expected at least 1, found {Factor}";
        if (OriginalPositions < 1)
            yield return $"rope_scaling.original_max_position_embeddings: expected at least 1, found {OriginalPositions}";
        if (Type is "llama3" && !(LowFrequencyFactor > 0 && HighFrequencyFactor > LowFrequencyFactor && double.IsFinite(HighFrequencyFactor)))
            yield return $"rope_scaling.high_freq_factor: expected more than low_freq_factor ({LowFrequencyFactor}), and that above 0, found {HighFrequencyFactor}";
        if (Type is "yarn" && !(BetaSlow > 0 && BetaFast >= BetaSlow && double.IsFinite(BetaFast)))
            yield return $"rope_scaling.beta_fast: expected at least beta_slow ({BetaSlow}), and that above 0, found {BetaFast}";
        if (AttentionFactor is { } factor && !(factor > 0 && double.IsFinite(factor)))
            yield return $"rope_scaling.attention_factor: expected above 0, found {factor}";
    }

    /// <summary>The angle of each pair per position, and the factor of cosines and sines.</summary>
    /// <param name="dimensions">Elements of a head that are rotated; even.</param>
    /// <param name="theta">The base.</param>
    /// <param name="positions">The model's context.</param>
    /// <param name="length">Length of the sequence; only <c>dynamic</c> asks.</param>
    /// <exception cref="ArgumentException">Dimensions that are no pairs, or a theta that is not above 0.</exception>
    public (double[] Frequencies, double Factor) Frequencies(int dimensions, double theta, int positions, int length)
    {
        if (Type == "dynamic" && dimensions > 2)
        {
            double stretched = (Factor * Math.Max(length, positions) / positions) - (Factor - 1);
            theta *= Math.Pow(stretched, dimensions / (dimensions - 2.0));
        }

        double[] frequencies = RotaryTables.Frequencies(dimensions, theta);
        int original = OriginalPositions ?? positions;
        for (int i = 0; i < frequencies.Length; i++)
        {
            double slowed = Type switch
            {
                "linear" => 1,
                "yarn" => YarnShare(i, dimensions, theta, original),
                "llama3" => 1 - Math.Clamp((Turns(frequencies[i], original) - LowFrequencyFactor) / (HighFrequencyFactor - LowFrequencyFactor), 0, 1),
                _ => 0,
            };
            frequencies[i] = (slowed * frequencies[i] / Factor) + ((1 - slowed) * frequencies[i]);
        }

        return (frequencies, Type == "yarn" ? AttentionFactor ?? ((0.1 * Math.Log(Factor)) + 1) : 1);
    }

    /// <summary>Turns of a pair within the original context.</summary>
    private static double Turns(double frequency, int original) => original * frequency / (2 * Math.PI);

    /// <summary>How much of a pair is slowed: none where it turns often, all where it hardly turns, a ramp between the two pairs that the betas name.</summary>
    private double YarnShare(int pair, int dimensions, double theta, int original)
    {
        double first = Math.Max(0, Math.Floor(PairOf(BetaFast))), last = Math.Min(dimensions - 1, Math.Ceiling(PairOf(BetaSlow)));
        return Math.Clamp((pair - first) / (last == first ? 0.001 : last - first), 0, 1);

        double PairOf(double turns) => dimensions * Math.Log(original / (turns * 2 * Math.PI)) / (2 * Math.Log(theta));
    }
}
