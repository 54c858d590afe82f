namespace Attune.Models;

/// <summary>What a decoder costs, counted before anything is measured.</summary>
/// <param name="model">The model.</param>
public sealed class ModelCosts(LanguageModel model)
{
    private readonly ModelSizes _sizes = model.Sizes;

    /// <summary>Parameters as they are.</summary>
    public long Parameters { get; } = model.ParameterCount;

    /// <summary>12 n d^2: attention's four and the feed-forward's eight squares of the width, n times; what is beside them (embeddings, norms, biases) is left out.</summary>
    public long ParametersByRule => 12L * _sizes.Layers * _sizes.Channels * _sizes.Channels;

    /// <summary>
    /// Operations of a training step for each token: 6 for each parameter (2 forward, 4 backward) and attention's products over the half of
    /// <paramref name="length"/> positions that a token sees on average. arXiv:2001.08361, section 2.1.
    /// </summary>
    /// <param name="length">Tokens of a sequence.</param>
    public double TrainingOperationsPerToken(int length) => (6.0 * Parameters) + (3 * AttentionOperations(length / 2.0));

    /// <summary>Operations of generating a token that sees <paramref name="length"/> positions.</summary>
    public double DecodingOperationsPerToken(int length) => (2.0 * Parameters) + AttentionOperations(length);

    /// <summary>Bytes of keys and values for each token in a cache, as f32.</summary>
    public long CacheBytesPerToken => 2L * _sizes.Layers * _sizes.KeyHeads * _sizes.HeadDim * sizeof(float);

    // Scores and their weighted sums: 2 D operations each for every head and visible position.
    private double AttentionOperations(double visible) => 4.0 * _sizes.Layers * _sizes.Heads * _sizes.HeadDim * visible;
}
