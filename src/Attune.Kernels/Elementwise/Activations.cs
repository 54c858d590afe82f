namespace Attune.Kernels;

/// <summary>Activation functions of neural networks, element by element, and their gradients.</summary>
/// <remarks>
/// All lengths must be equal. Outputs are overwritten and may be an input, but not overlap it otherwise. An element's bits
/// depend on its inputs alone. Large outputs bypass the caches.
/// </remarks>
public static class Activations
{
    /// <summary>y = max(x, 0).</summary>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap in part.</exception>
    public static void Relu(ReadOnlySpan<float> x, Span<float> y) =>
        UnaryKernels.Map(default(Relu), "relu", x, y);

    /// <summary>dx = dy where x &gt; 0, else 0.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap in part.</exception>
    public static void ReluBackward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) =>
        UnaryKernels.Gradient(default(Relu), "relu backward", x, dy, dx);

    /// <summary>y = x where x &gt; 0, else slope x.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap in part.</exception>
    public static void LeakyRelu(ReadOnlySpan<float> x, Span<float> y, float slope) =>
        UnaryKernels.Map(new LeakyRelu(slope), "leaky_relu", x, y);

    /// <summary>dx = dy where x &gt; 0, else slope dy.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap in part.</exception>
    public static void LeakyReluBackward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, float slope) =>
        UnaryKernels.Gradient(new LeakyRelu(slope), "leaky_relu backward", x, dy, dx);

    /// <summary>y = x Phi(x) = x (1 + erf(x / sqrt(2))) / 2; at most 8 ulp; 0 at -infinity. arXiv:1606.08415.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap in part.</exception>
    public static void GeluExact(ReadOnlySpan<float> x, Span<float> y) =>
        UnaryKernels.Map(default(GeluExact), "gelu_exact", x, y);

    /// <summary>dx = dy (Phi(x) + x phi(x)); the slope is within 8 ulp of itself or, near its root at -0.75, of Phi(x).</summary>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap in part.</exception>
    public static void GeluExactBackward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) =>
        UnaryKernels.Gradient(default(GeluExact), "gelu_exact backward", x, dy, dx);

    /// <summary>y = x (1 + tanh(v)) / 2, v = sqrt(2 / pi) (x + 0.044715 x^3); at most 4 ulp; 0 at -infinity. arXiv:1606.08415.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap in part.</exception>
    public static void GeluTanh(ReadOnlySpan<float> x, Span<float> y) =>
        UnaryKernels.Map(default(GeluTanh), "gelu_tanh", x, y);

    /// <summary>dx = dy y'; the slope is within 10 ulp of itself or, near its root at -0.75, of (1 + tanh(v)) / 2.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap in part.</exception>
    public static void GeluTanhBackward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) =>
        UnaryKernels.Gradient(default(GeluTanh), "gelu_tanh backward", x, dy, dx);

    /// <summary>y = x sigmoid(x); at most 4 ulp; 0 at -infinity. arXiv:1702.03118.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap in part.</exception>
    public static void Silu(ReadOnlySpan<float> x, Span<float> y) =>
        UnaryKernels.Map(default(Silu), "silu", x, y);

    /// <summary>dx = dy s (1 + x (1 - s)), s = sigmoid(x); the slope is within 10 ulp of itself or, near its root at -1.28, of s.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap in part.</exception>
    public static void SiluBackward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) =>
        UnaryKernels.Gradient(default(Silu), "silu backward", x, dy, dx);

    /// <summary>y = 1 / (1 + e^-x); at most 2.5 ulp.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap in part.</exception>
    public static void Sigmoid(ReadOnlySpan<float> x, Span<float> y) =>
        UnaryKernels.Map(default(Sigmoid), "sigmoid", x, y);

    /// <summary>dx = dy y (1 - y), computed from x; at most 4 ulp.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap in part.</exception>
    public static void SigmoidBackward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) =>
        UnaryKernels.Gradient(default(Sigmoid), "sigmoid backward", x, dy, dx);

    /// <summary>y = tanh(x); at most 2.5 ulp.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap in part.</exception>
    public static void Tanh(ReadOnlySpan<float> x, Span<float> y) =>
        UnaryKernels.Map(default(Tanh), "tanh", x, y);

    /// <summary>dx = dy (1 - tanh(x)^2), computed from x; at most 4 ulp.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap in part.</exception>
    public static void TanhBackward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) =>
        UnaryKernels.Gradient(default(Tanh), "tanh backward", x, dy, dx);

    /// <summary>y = log(1 + e^x); at most 2 ulp.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap in part.</exception>
    public static void Softplus(ReadOnlySpan<float> x, Span<float> y) =>
        UnaryKernels.Map(default(Softplus), "softplus", x, y);

    /// <summary>dx = dy sigmoid(x); at most 4 ulp.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap in part.</exception>
    public static void SoftplusBackward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) =>
        UnaryKernels.Gradient(default(Softplus), "softplus backward", x, dy, dx);
}
