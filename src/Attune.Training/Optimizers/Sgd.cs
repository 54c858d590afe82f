using Attune.Kernels;
using Attune.Nn;
using Attune.Tensors;

namespace Attune.Training;

/// <summary>
/// Stochastic gradient descent: p -= rate g. With momentum mu, v = mu v + g and p -= rate v (Polyak 1964); Nesterov's form steps by g + mu v
/// (Sutskever et al. 2013). Weight decay is added to g.
/// </summary>
/// <param name="parameters">What it changes.</param>
/// <param name="momentum">mu, from 0 to below 1.</param>
/// <param name="isNesterov">Looks ahead.</param>
/// <param name="weightDecay">Where <see cref="Parameter.Decays"/>.</param>
public sealed class Sgd(IReadOnlyList<Parameter> parameters, double momentum = 0, bool isNesterov = false, double weightDecay = 0)
    : Optimizer(parameters, momentum > 0 ? ["velocity"] : [])
{
    private protected override void Update(int index, Parameter parameter, Tensor gradient, float rate, float scale) => ParameterUpdates.Sgd(
        parameter.Value, gradient, momentum > 0 ? Slot(0, index) : default,
        new SgdSettings(rate, (float)momentum, parameter.Decays ? (float)weightDecay : 0, isNesterov, scale));
}
