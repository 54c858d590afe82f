using Attune.Kernels;
using Attune.Tensors;

namespace Attune.Nn;

/// <summary>
/// down(f(gate(x)) up(x)), row by row: SwiGLU with SiLU, GeGLU with a GELU. arXiv:2002.05202. Layers <c>gate_proj</c>, <c>up_proj</c> and <c>down_proj</c>.
/// </summary>
/// <param name="w">The layer's place.</param>
/// <param name="channels">C.</param>
/// <param name="inner">Width between.</param>
/// <param name="gate">f.</param>
/// <param name="hasBias">Whether there are biases.</param>
/// <param name="initializer">Of the weights; Xavier's uniform one when left out.</param>
public sealed class GatedFeedForward(
    Weights w, int channels, int inner, Gate gate = Gate.Silu, bool hasBias = false, Initializer? initializer = null) : Module(w)
{
    private readonly Linear _gate = new(w / "gate_proj", channels, inner, hasBias, initializer);
    private readonly Linear _up = new(w / "up_proj", channels, inner, hasBias, initializer);
    private readonly Linear _down = new(w / "down_proj", inner, channels, hasBias, initializer);

    /// <summary>[N, C] -> [N, C].</summary>
    /// <param name="residual">[N, C], added to the result; or none.</param>
    public Tensor Forward(Tensor x, Pass pass, Tensor residual = default) =>
        _down.Forward(pass.Observe(Path, "act", _gate.Forward(x, pass).GatedUnit(_up.Forward(x, pass), gate)), pass, residual: residual);
}
