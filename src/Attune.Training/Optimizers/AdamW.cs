using Attune.Kernels;
using Attune.Nn;
using Attune.Tensors;

namespace Attune.Training;

/// <summary>
/// <see cref="Adam"/> whose weights decay by rate * decay beside the step, not through the gradient's moments. arXiv:1711.05101, algorithm 2.
/// </summary>
/// <param name="parameters">What it changes.</param>
/// <param name="beta1">Decay of the mean of gradients.</param>
/// <param name="beta2">Decay of the mean of squares.</param>
/// <param name="epsilon">Added to the root.</param>
/// <param name="weightDecay">Where <see cref="Parameter.Decays"/>.</param>
public sealed class AdamW(
    IReadOnlyList<Parameter> parameters, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0.01)
    : Optimizer(parameters, "first", "second")
{
    private protected override void Update(int index, Parameter parameter, Tensor gradient, float rate, float scale) => ParameterUpdates.Adam(
        parameter.Value, gradient, Slot(0, index), Slot(1, index),
        new AdamSettings(rate, (float)beta1, (float)beta2, (float)epsilon, parameter.Decays ? (float)weightDecay : 0, Decoupled: true, scale), StepCount);
}
