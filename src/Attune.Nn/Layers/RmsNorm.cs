using Attune.Tensors;

namespace Attune.Nn;

/// <summary>y = x / sqrt(mean(x^2) + eps) * weight, row by row. Parameter <c>weight</c> [C]. arXiv:1910.07467.</summary>
public sealed class RmsNorm : Module
{
    private readonly Parameter _gain;
    private readonly double _epsilon;

    /// <summary>Takes its parameter.</summary>
    /// <param name="w">The layer's place.</param>
    /// <param name="channels">C.</param>
    /// <param name="epsilon">Added to the mean square.</param>
    public RmsNorm(Weights w, int channels, double epsilon = 1e-5)
        : base(w)
    {
        _gain = w.Parameter("weight", [channels], Initializer.Ones);
        _epsilon = epsilon;
    }

    /// <summary>[N, C] -> [N, C].</summary>
    public Tensor Forward(Tensor x) => x.RmsNorm(_gain.Value, _epsilon);
}
