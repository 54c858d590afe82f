namespace Attune.Tokenizers;

/// <summary>Decoders one after the other.</summary>
public sealed class DecoderSequence : Decoder
{
    /// <summary>A sequence of these, in order.</summary>
    public DecoderSequence(IReadOnlyList<Decoder> decoders)
    {
        ArgumentNullException.ThrowIfNull(decoders);
        Decoders = [.. decoders];
    }

    /// <summary>The decoders, in order.</summary>
    public IReadOnlyList<Decoder> Decoders { get; }

    internal override void Apply(List<ReadOnlyMemory<byte>> tokens)
    {
        foreach (var decoder in Decoders)
            decoder.Apply(tokens);
    }
}
