using Attune.Nn;
using Attune.Tensors;

namespace Attune.Training;

/// <summary>
/// RMSProp: steps by the gradient over the root of the moving mean of its squares. Hinton, «Neural Networks for Machine Learning», lecture 6e (2012). It is Adam
/// without a mean of gradients and without corrections: v = decay v + (1 - decay) g^2; p -= rate g / (sqrt(v) + epsilon).
/// </summary>
/// <param name="parameters">What it changes.</param>
/// <param name="decay">Of the mean of squares.</param>
/// <param name="epsilon">Added to the root.</param>
/// <param name="weightDecay">Added to the gradient where <see cref="Parameter.Decays"/>.</param>
public sealed class RmsProp(IReadOnlyList<Parameter> parameters, double decay = 0.99, double epsilon = 1e-8, double weightDecay = 0)
    : Optimizer(parameters, "squares")
{
    private protected override void Update(int index, Parameter parameter, Tensor gradient, float rate, float scale)
    {
        using var _ = Tensors.Step.Begin();
        using var pause = Tape.NoGradient();
        var (value, squares) = (parameter.Value, Slot(0, index));
        var g = gradient * scale;
        if (parameter.Decays && weightDecay > 0)
            g += value * weightDecay;
        squares.CopyFrom((squares * decay) + (g.Square() * (1 - decay)));
        value.CopyFrom(value - (g / (squares.Sqrt() + epsilon) * rate));
    }
}
