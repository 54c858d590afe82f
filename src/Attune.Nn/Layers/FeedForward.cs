using Attune.Kernels;
using Attune.Tensors;

namespace Attune.Nn;

/// <summary>down(activation(up(x))), row by row: ReLU in arXiv:1706.03762, a GELU in GPT-2. Layers <c>up_proj</c> and <c>down_proj</c>.</summary>
/// <param name="w">The layer's place.</param>
/// <param name="channels">C.</param>
/// <param name="inner">Width between the two.</param>
/// <param name="activation">Between the two.</param>
/// <param name="hasBias">Whether there are biases.</param>
/// <param name="initializer">Of the weights; Xavier's uniform one when left out.</param>
public sealed class FeedForward(
    Weights w, int channels, int inner, Activation activation = Activation.GeluTanh, bool hasBias = true, Initializer? initializer = null) : Module(w)
{
    private readonly Linear _up = new(w / "up_proj", channels, inner, hasBias, initializer);
    private readonly Linear _down = new(w / "down_proj", inner, channels, hasBias, initializer);

    /// <summary>[N, C] -> [N, C].</summary>
    /// <param name="residual">[N, C], added to the result; or none.</param>
    public Tensor Forward(Tensor x, Pass pass, Tensor residual = default) =>
        _down.Forward(pass.Observe(Path, "act", _up.Forward(x, pass, activation)), pass, residual: residual);
}
