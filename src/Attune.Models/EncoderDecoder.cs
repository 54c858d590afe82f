using Attune.Nn;
using Attune.Tensors;

namespace Attune.Models;

/// <summary>
/// An encoder that reads a source and a decoder that writes a target token by token: translation, summaries, whatever makes one sequence of another. Sources and targets are
/// rows of segments; nothing is padded.
/// </summary>
/// <param name="w">The root of its checkpoint.</param>
public abstract class EncoderDecoder(Weights w) : SequenceModel(w)
{
    /// <summary>The sizes of the encoder; <see cref="SequenceModel.Sizes"/> are those of the decoder.</summary>
    public abstract ModelSizes EncoderSizes { get; }

    /// <summary>Parameters of the encoder alone; what it shares with the decoder is not among them.</summary>
    public abstract long EncoderParameterCount { get; }

    /// <summary>Encodes sources.</summary>
    /// <param name="ids">[M], i32.</param>
    /// <param name="pass">The segments of the sources, drop-out.</param>
    /// <returns>[M, C].</returns>
    /// <exception cref="ArgumentException">An id outside of the vocabulary, or a source longer than the context.</exception>
    public Tensor Encode(Tensor ids, Pass pass)
    {
        CheckLengths(pass.Segments);
        return EncoderForward(ids, pass);
    }

    /// <summary>[M] -> [M, C]: embeddings, the encoder's blocks and its last norm, if it has one.</summary>
    protected abstract Tensor EncoderForward(Tensor ids, Pass pass);

    /// <summary>[N] -> [N, C]: embeddings, the decoder's blocks and its last norm, if it has one.</summary>
    protected abstract Tensor DecoderForward(Tensor ids, EncoderMemory memory, Pass pass);

    /// <inheritdoc/>
    protected sealed override Tensor Forward(Tensor ids, Pass pass) => DecoderForward(ids, pass.Memory ?? Encoded(pass), pass);

    private EncoderMemory Encoded(Pass pass)
    {
        var source = pass.Source ?? throw new ArgumentException("expected a pass with sources to encode, or with what was encoded before, got none");
        if (source.Segments.Count != pass.Segments.Count)
            throw new ArgumentException($"expected a source for each of {pass.Segments.Count} sequences, got {source.Segments.Count}");
        var sources = pass with
        {
            Segments = source.Segments,
            Caches = null,
            Dropout = pass.Dropout is { } draws ? draws with { FirstRow = source.FirstRow } : null,
        };
        return new EncoderMemory(Encode(source.Ids, sources), source.Segments);
    }
}
