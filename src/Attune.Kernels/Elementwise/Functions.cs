namespace Attune.Kernels;

/// <summary>Elementary functions, element by element, and their gradients.</summary>
/// <remarks>
/// All lengths must be equal. Outputs are overwritten and may be an input, but not overlap it otherwise. An element's bits
/// depend on its inputs alone. Large outputs bypass the caches.
/// </remarks>
public static class Functions
{
    /// <summary>y = e^x; at most 1 ulp.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap in part.</exception>
    public static void Exp(ReadOnlySpan<float> x, Span<float> y) =>
        UnaryKernels.Map(default(Exponential), "exp", x, y);

    /// <summary>dx = dy e^x; at most 2 ulp.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap in part.</exception>
    public static void ExpBackward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) =>
        UnaryKernels.Gradient(default(Exponential), "exp backward", x, dy, dx);

    /// <summary>y = log(x), the natural logarithm; at most 1.5 ulp; -infinity at 0, NaN below.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap in part.</exception>
    public static void Log(ReadOnlySpan<float> x, Span<float> y) =>
        UnaryKernels.Map(default(Logarithm), "log", x, y);

    /// <summary>dx = dy / x; correctly rounded.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap in part.</exception>
    public static void LogBackward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) =>
        UnaryKernels.Gradient(default(Logarithm), "log backward", x, dy, dx);

    /// <summary>y = sqrt(x); correctly rounded.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap in part.</exception>
    public static void Sqrt(ReadOnlySpan<float> x, Span<float> y) =>
        UnaryKernels.Map(default(SquareRoot), "sqrt", x, y);

    /// <summary>dx = dy / (2 sqrt(x)); at most 2 ulp.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap in part.</exception>
    public static void SqrtBackward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) =>
        UnaryKernels.Gradient(default(SquareRoot), "sqrt backward", x, dy, dx);

    /// <summary>y = x^2; correctly rounded.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap in part.</exception>
    public static void Square(ReadOnlySpan<float> x, Span<float> y) =>
        UnaryKernels.Map(default(Squaring), "square", x, y);

    /// <summary>dx = 2 x dy; at most 1 ulp.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap in part.</exception>
    public static void SquareBackward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) =>
        UnaryKernels.Gradient(default(Squaring), "square backward", x, dy, dx);

    /// <summary>y = 1 / x; correctly rounded.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap in part.</exception>
    public static void Reciprocal(ReadOnlySpan<float> x, Span<float> y) =>
        UnaryKernels.Map(default(Inverse), "reciprocal", x, y);

    /// <summary>dx = -dy / x^2; at most 2 ulp.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap in part.</exception>
    public static void ReciprocalBackward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) =>
        UnaryKernels.Gradient(default(Inverse), "reciprocal backward", x, dy, dx);

    /// <summary>y = |x|.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap in part.</exception>
    public static void Abs(ReadOnlySpan<float> x, Span<float> y) =>
        UnaryKernels.Map(default(AbsoluteValue), "abs", x, y);

    /// <summary>dx = dy sign(x), 0 at 0.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap in part.</exception>
    public static void AbsBackward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) =>
        UnaryKernels.Gradient(default(AbsoluteValue), "abs backward", x, dy, dx);

    /// <summary>y = -x.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap in part.</exception>
    public static void Negate(ReadOnlySpan<float> x, Span<float> y) =>
        UnaryKernels.Map(default(Negation), "negate", x, y);

    /// <summary>dx = -dy.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap in part.</exception>
    public static void NegateBackward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) =>
        UnaryKernels.Gradient(default(Negation), "negate backward", x, dy, dx);

    /// <summary>y = x^exponent as IEEE 754 pow has it; at most 2 + |exponent| / 8 ulp.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap in part.</exception>
    public static void Power(ReadOnlySpan<float> x, Span<float> y, float exponent) =>
        UnaryKernels.Map(new Power(exponent), "power", x, y);

    /// <summary>dx = dy exponent x^(exponent - 1); at most 4 + |exponent| / 8 ulp.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap in part.</exception>
    public static void PowerBackward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, float exponent) =>
        UnaryKernels.Gradient(new Power(exponent), "power backward", x, dy, dx);

    /// <summary>y = sin(x) for |x| up to 100,000, else NaN; at most 2 ulp or an absolute error of 2^-33.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap in part.</exception>
    public static void Sin(ReadOnlySpan<float> x, Span<float> y) =>
        UnaryKernels.Map(default(Sine), "sin", x, y);

    /// <summary>dx = dy cos(x).</summary>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap in part.</exception>
    public static void SinBackward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) =>
        UnaryKernels.Gradient(default(Sine), "sin backward", x, dy, dx);

    /// <summary>y = cos(x) for |x| up to 100,000, else NaN; at most 2 ulp or an absolute error of 2^-33.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap in part.</exception>
    public static void Cos(ReadOnlySpan<float> x, Span<float> y) =>
        UnaryKernels.Map(default(Cosine), "cos", x, y);

    /// <summary>dx = -dy sin(x).</summary>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap in part.</exception>
    public static void CosBackward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) =>
        UnaryKernels.Gradient(default(Cosine), "cos backward", x, dy, dx);
}
