using Attune.Kernels;
using Attune.Tensors;

namespace Attune.Nn;

/// <summary>
/// x + attention(norm(x)), then x + feed-forward(norm(x)): what deep transformers train with. arXiv:2002.04745. Parts <c>norm1</c>, <c>attention</c>,
/// <c>norm2</c>, <c>feed_forward</c>.
/// </summary>
/// <param name="w">The block's place.</param>
/// <param name="attention">Its attention.</param>
/// <param name="inner">Width of the feed-forward layer.</param>
/// <param name="layer">Number of the block in caches.</param>
/// <param name="activation">Of the feed-forward layer.</param>
public sealed class PreNormBlock(
    Weights w, MultiHeadAttentionConfig attention, int inner, int layer = 0, Activation activation = Activation.GeluTanh) : Module(w)
{
    private readonly LayerNorm _norm1 = new(w / "norm1", attention.Channels);
    private readonly MultiHeadAttention _attention = new(w / "attention", attention, layer);
    private readonly LayerNorm _norm2 = new(w / "norm2", attention.Channels);
    private readonly FeedForward _feedForward = new(w / "feed_forward", attention.Channels, inner, activation);

    /// <summary>[N, C] -> [N, C].</summary>
    public Tensor Forward(Tensor x, Pass pass)
    {
        x = _attention.Forward(_norm1.Forward(x), pass, residual: x);
        return _feedForward.Forward(_norm2.Forward(x), pass, residual: x);
    }
}
