using Attune.Tensors;

namespace Attune.Nn;

/// <summary>A learned vector for each of a number of ids. Parameter <c>weight</c> [ids, C].</summary>
public sealed class Embedding : Module
{
    private readonly Parameter _weight;

    /// <summary>Takes its parameter.</summary>
    /// <param name="w">The layer's place.</param>
    /// <param name="count">Number of ids.</param>
    /// <param name="channels">C.</param>
    /// <param name="initializer">Normal with deviation 0.02 when left out.</param>
    public Embedding(Weights w, int count, int channels, Initializer? initializer = null)
        : base(w) => _weight = w.Parameter("weight", [count, channels], initializer ?? Initializer.Normal(0.02), decays: true);

    /// <summary>[ids, C].</summary>
    public Tensor Weight => _weight.Value;

    /// <summary>[N] i32 -> [N, C].</summary>
    /// <exception cref="ArgumentException">An id that has no vector.</exception>
    public Tensor Forward(Tensor ids) => Weight.Embedding(ids);
}
