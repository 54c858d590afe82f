namespace Attune.Models;

/// <summary>What a model costs, counted before anything is measured.</summary>
/// <param name="model">The model.</param>
public sealed class ModelCosts(SequenceModel model)
{
    private readonly ModelSizes _sizes = model.Sizes;
    private readonly ModelSizes? _encoder = (model as EncoderDecoder)?.EncoderSizes;
    private readonly long _encoderParameters = (model as EncoderDecoder)?.EncoderParameterCount ?? 0;

    /// <summary>Parameters as they are.</summary>
    public long Parameters { get; } = model.ParameterCount;

    /// <summary>
    /// 12 n d^2: attention's four and the feed-forward's eight squares of the width, n times; what is beside them (embeddings, norms, biases) is left out. A layer of a decoder
    /// that looks at an encoder has four squares more.
    /// </summary>
    public long ParametersByRule => _encoder is null
        ? 12L * _sizes.Layers * _sizes.Channels * _sizes.Channels
        : (12L * _encoder.Layers * _encoder.Channels * _encoder.Channels) + (16L * _sizes.Layers * _sizes.Channels * _sizes.Channels);

    /// <summary>
    /// Operations of a training step for each token: 6 for each parameter (2 forward, 4 backward) and attention's products over the half of
    /// <paramref name="length"/> positions that a token sees on average. arXiv:2001.08361, section 2.1. Of an encoder-decoder, for each pair of a source and a target token.
    /// </summary>
    /// <param name="length">Tokens of a sequence, and of its source.</param>
    public double TrainingOperationsPerToken(int length) => TrainingOperations([length], _encoder is null ? [] : [length]) / length;

    /// <summary>Operations of a training step.</summary>
    /// <param name="lengths">Of its sequences.</param>
    /// <param name="sourceLengths">Of their sources; none for a language model.</param>
    public double TrainingOperations(ReadOnlySpan<int> lengths, ReadOnlySpan<int> sourceLengths)
    {
        double forward = 0;
        for (int s = 0; s < lengths.Length; s++)
        {
            double length = lengths[s], source = sourceLengths.IsEmpty ? 0 : sourceLengths[s];
            forward += (2 * (Parameters - _encoderParameters) * length) + (2 * _encoderParameters * source)
                + (length * AttentionOperations(_sizes, (length / 2) + source));
            if (_encoder is not null)
                forward += source * AttentionOperations(_encoder, source);
        }

        return 3 * forward;
    }

    /// <summary>Operations of generating a token that sees <paramref name="length"/> positions, and as many of a source.</summary>
    public double DecodingOperationsPerToken(int length) =>
        (2.0 * (Parameters - _encoderParameters)) + AttentionOperations(_sizes, _encoder is null ? length : 2.0 * length);

    /// <summary>Bytes of keys and values for each token in a cache, as f32.</summary>
    public long CacheBytesPerToken => 2L * _sizes.Layers * _sizes.KeyHeads * _sizes.HeadDim * sizeof(float);

    // Scores and their weighted sums: 2 D operations each for every head and visible position.
    private static double AttentionOperations(ModelSizes sizes, double visible) => 4.0 * sizes.Layers * sizes.Heads * sizes.HeadDim * visible;
}
