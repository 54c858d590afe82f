using System.Text.Json.Serialization;

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
    }
}
