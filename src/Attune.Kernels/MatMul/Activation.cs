namespace Attune.Kernels;

/// <summary>The function that a matrix product applies to its results; the same bits as the elementwise kernel gives.</summary>
public enum Activation
{
    /// <summary>x.</summary>
    None,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>x Phi(x), Phi the distribution function of the normal distribution.</summary>
    GeluExact,

    /// <summary>GELU in its approximation by tanh.</summary>
    GeluTanh,

    /// <summary>x sigmoid(x).</summary>
    Silu,

    /// <summary>1 / (1 + exp(-x)).</summary>
    Sigmoid,

    /// <summary>tanh(x).</summary>
    Tanh,
}
