using Attune.Tensors;

namespace Attune.Nn;

/// <summary>y = (x - mean) / sqrt(variance + eps) * weight + bias, row by row. Parameters <c>weight</c> and <c>bias</c> [C]. arXiv:1607.06450.</summary>
public sealed class LayerNorm : Module
{
    private readonly Parameter _gain;
    private readonly Parameter? _bias;
    private readonly double _epsilon;

    /// <summary>Takes its parameters.</summary>
    /// <param name="w">The layer's place.</param>
    /// <param name="channels">C.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="hasBias">Whether there is a bias.</param>
    public LayerNorm(Weights w, int channels, double epsilon = 1e-5, bool hasBias = true)
        : base(w)
    {
        _gain = w.Parameter("weight", [channels], Initializer.Ones);
        _bias = hasBias ? w.Parameter("bias", [channels], Initializer.Zeros) : null;
        _epsilon = epsilon;
    }

    /// <summary>[N, C] -> [N, C].</summary>
    public Tensor Forward(Tensor x) => x.LayerNorm(_gain.Value, _bias?.Value ?? default, _epsilon);
}
