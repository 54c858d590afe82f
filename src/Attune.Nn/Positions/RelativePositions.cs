using Attune.Kernels;
using Attune.Tensors;

namespace Attune.Nn;

/// <summary>
/// T5's relative positions: a learned addend of the scores for each head and bucket of distances. Parameter <c>weight</c> [buckets, heads]. Layers may share one.
/// arXiv:1910.10683, section 2.1.
/// </summary>
public sealed class RelativePositions : Module
{
    private readonly Parameter _weight;

    /// <summary>Takes its parameter.</summary>
    /// <param name="w">The layer's place; T5 calls it <c>relative_attention_bias</c>.</param>
    /// <param name="heads">H.</param>
    /// <param name="isBidirectional">Half of the buckets for keys behind the query; false for causal attention.</param>
    /// <param name="buckets">Rows of the table.</param>
    /// <param name="maxDistance">From here on all distances share the last bucket.</param>
    /// <param name="initializer">Normal with deviation 0.02 when left out.</param>
    public RelativePositions(Weights w, int heads, bool isBidirectional, int buckets = 32, int maxDistance = 128, Initializer? initializer = null)
        : base(w)
    {
        _weight = w.Parameter("weight", [buckets, heads], initializer ?? Initializer.Normal(0.02), decays: true);
        Change = new RelativeBias(buckets, maxDistance, isBidirectional);
    }

    /// <summary>[buckets, H].</summary>
    public Tensor Table => _weight.Value;

    /// <summary>What becomes of a score, for <see cref="Operations.Attention{TMask, TChange}"/>.</summary>
    public RelativeBias Change { get; }
}
