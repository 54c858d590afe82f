namespace Attune.Tokenizers;

/// <summary>Makes one token of all, for decoders after it that look at the ends of a token.</summary>
public sealed class Fuse : Decoder
{
    internal override void Apply(List<ReadOnlyMemory<byte>> tokens) => TokenBytes.Join(tokens);
}
