using Attune.Kernels;

namespace Attune.Tensors;

/// <content>Updates of parameters, and random numbers.</content>
public abstract partial class Device
{
    /// <summary>One step of Adam or AdamW; all of one shape and without gaps; rounded gets the bf16 numbers of the parameter, unless it is none.</summary>
    internal abstract void Adam(Tensor parameter, Tensor gradient, Tensor first, Tensor second, Tensor rounded, in AdamSettings settings, long step);

    /// <summary>One step of gradient descent; velocity may be none.</summary>
    internal abstract void Sgd(Tensor parameter, Tensor gradient, Tensor velocity, in SgdSettings settings);

    /// <summary>The sum of the squares of all elements; not finite when one of them is not.</summary>
    internal abstract double SumOfSquares(Tensor x);

    /// <summary>x = factor x.</summary>
    internal abstract void Scale(Tensor x, double factor);

    /// <summary>Fills rows of the last axis with uniform numbers.</summary>
    internal abstract void Uniform(RandomKey key, Tensor target, double low, double high);

    /// <summary>Fills rows of the last axis with normal numbers.</summary>
    internal abstract void Normal(RandomKey key, Tensor target, double mean, double deviation);

    /// <summary>Fills rows of the last axis with ones and zeros.</summary>
    internal abstract void Bernoulli(RandomKey key, Tensor target, double probability);
}
