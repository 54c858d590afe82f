using Attune.Kernels;
using Attune.Nn;
using Attune.Tensors;

namespace Attune.Training;

/// <summary>
/// Adam: steps by the mean of gradients over the root of the mean of their squares, both moving, both corrected for their start at zero. Weight
/// decay is added to the gradient; see <see cref="AdamW"/>. arXiv:1412.6980, algorithm 1.
/// </summary>
/// <param name="parameters">What it changes.</param>
/// <param name="beta1">Decay of the mean of gradients.</param>
/// <param name="beta2">Decay of the mean of squares.</param>
/// <param name="epsilon">Added to the root.</param>
/// <param name="weightDecay">Where <see cref="Parameter.Decays"/>.</param>
public sealed class Adam(
    IReadOnlyList<Parameter> parameters, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0)
    : Optimizer(parameters, "first", "second")
{
    private protected override void Update(int index, Parameter parameter, Tensor gradient, float rate, float scale) => ParameterUpdates.Adam(
        parameter.Value, gradient, Slot(0, index), Slot(1, index),
        new AdamSettings(rate, (float)beta1, (float)beta2, (float)epsilon, parameter.Decays ? (float)weightDecay : 0, Decoupled: false, scale), StepCount);
}
