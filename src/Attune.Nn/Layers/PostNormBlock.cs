using Attune.Kernels;
using Attune.Tensors;

namespace Attune.Nn;

/// <summary>
/// norm(x + attention(x)), then norm(x + feed-forward(x)): the block of arXiv:1706.03762, section 3.1. Parts <c>attention</c>, <c>norm1</c>,
/// <c>feed_forward</c>, <c>norm2</c>.
/// </summary>
/// <param name="w">The block's place.</param>
/// <param name="attention">Its attention.</param>
/// <param name="inner">Width of the feed-forward layer.</param>
/// <param name="layer">Number of the block in caches.</param>
/// <param name="activation">Of the feed-forward layer.</param>
public sealed class PostNormBlock(
    Weights w, MultiHeadAttentionConfig attention, int inner, int layer = 0, Activation activation = Activation.Relu) : Module(w)
{
    private readonly MultiHeadAttention _attention = new(w / "attention", attention, layer);
    private readonly LayerNorm _norm1 = new(w / "norm1", attention.Channels);
    private readonly FeedForward _feedForward = new(w / "feed_forward", attention.Channels, inner, activation);
    private readonly LayerNorm _norm2 = new(w / "norm2", attention.Channels);

    /// <summary>[N, C] -> [N, C].</summary>
    public Tensor Forward(Tensor x, Pass pass)
    {
        x = _norm1.Forward(_attention.Forward(x, pass, residual: x));
        return _norm2.Forward(_feedForward.Forward(x, pass, residual: x));
    }
}
