using Attune.Kernels;
using Attune.Tensors;

namespace Attune.Nn;

/// <summary>In training, zeroes elements with probability p and divides the others by 1 - p. Srivastava et al. (2014).</summary>
/// <param name="w">The layer's place: draws are a function of it.</param>
/// <param name="probability">p, from 0 to 1.</param>
public sealed class Dropout(Weights w, double probability) : Module(w)
{
    private readonly int _site = w.Site;

    /// <summary>True when a pass drops something here.</summary>
    public bool IsActive(Pass pass) => pass.Dropout is not null && probability > 0;

    /// <summary>[N, C] -> [N, C]; x itself outside of training.</summary>
    public Tensor Forward(Tensor x, Pass pass) => pass.Dropout is { } draws
        ? x.Dropout(probability, new RandomKey(draws.Seed, draws.Step, _site), draws.FirstRow)
        : x;
}
