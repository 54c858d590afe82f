namespace Attune.Kernels;

/// <summary>Elementary functions in double precision; outputs are overwritten and may be inputs.</summary>
public static class FunctionsReference
{
    /// <summary>y = e^x.</summary>
    public static void Exp(ReadOnlySpan<double> x, Span<double> y) =>
        ActivationsReference.Map(x, y, static x => Math.Exp(x));

    /// <summary>dx = dy times the derivative of e^x.</summary>
    public static void ExpBackward(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx) =>
        ActivationsReference.Gradient(x, dy, dx, static x => Math.Exp(x));

    /// <summary>y = log x.</summary>
    public static void Log(ReadOnlySpan<double> x, Span<double> y) =>
        ActivationsReference.Map(x, y, static x => Math.Log(x));

    /// <summary>dx = dy times the derivative of log x.</summary>
    public static void LogBackward(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx) =>
        ActivationsReference.Gradient(x, dy, dx, static x => 1 / x);

    /// <summary>y = sqrt x.</summary>
    public static void Sqrt(ReadOnlySpan<double> x, Span<double> y) =>
        ActivationsReference.Map(x, y, static x => Math.Sqrt(x));

    /// <summary>dx = dy times the derivative of sqrt x.</summary>
    public static void SqrtBackward(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx) =>
        ActivationsReference.Gradient(x, dy, dx, static x => 1 / (2 * Math.Sqrt(x)));

    /// <summary>y = x^2.</summary>
    public static void Square(ReadOnlySpan<double> x, Span<double> y) =>
        ActivationsReference.Map(x, y, static x => x * x);

    /// <summary>dx = dy times the derivative of x^2.</summary>
    public static void SquareBackward(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx) =>
        ActivationsReference.Gradient(x, dy, dx, static x => 2 * x);

    /// <summary>y = 1 / x.</summary>
    public static void Reciprocal(ReadOnlySpan<double> x, Span<double> y) =>
        ActivationsReference.Map(x, y, static x => 1 / x);

    /// <summary>dx = dy times the derivative of 1 / x.</summary>
    public static void ReciprocalBackward(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx) =>
        ActivationsReference.Gradient(x, dy, dx, static x => -1 / x / x);

    /// <summary>y = |x|.</summary>
    public static void Abs(ReadOnlySpan<double> x, Span<double> y) =>
        ActivationsReference.Map(x, y, static x => Math.Abs(x));

    /// <summary>dx = dy times the derivative of |x|.</summary>
    public static void AbsBackward(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx) =>
        ActivationsReference.Gradient(x, dy, dx, static x => double.IsNaN(x) ? x : Math.Sign(x));

    /// <summary>y = -x.</summary>
    public static void Negate(ReadOnlySpan<double> x, Span<double> y) =>
        ActivationsReference.Map(x, y, static x => -x);

    /// <summary>dx = dy times the derivative of -x.</summary>
    public static void NegateBackward(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx) =>
        ActivationsReference.Gradient(x, dy, dx, static x => -1);

    /// <summary>y = x^exponent.</summary>
    public static void Power(ReadOnlySpan<double> x, Span<double> y, double exponent) =>
        ActivationsReference.Map(x, y, x => Math.Pow(x, exponent));

    /// <summary>dx = dy times the derivative of x^exponent.</summary>
    public static void PowerBackward(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx, double exponent) =>
        ActivationsReference.Gradient(x, dy, dx, x => exponent == 0 ? 0 : exponent * Math.Pow(x, exponent - 1));

    /// <summary>y = sin x.</summary>
    public static void Sin(ReadOnlySpan<double> x, Span<double> y) =>
        ActivationsReference.Map(x, y, static x => Math.Sin(x));

    /// <summary>dx = dy times the derivative of sin x.</summary>
    public static void SinBackward(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx) =>
        ActivationsReference.Gradient(x, dy, dx, static x => Math.Cos(x));

    /// <summary>y = cos x.</summary>
    public static void Cos(ReadOnlySpan<double> x, Span<double> y) =>
        ActivationsReference.Map(x, y, static x => Math.Cos(x));

    /// <summary>dx = dy times the derivative of cos x.</summary>
    public static void CosBackward(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx) =>
        ActivationsReference.Gradient(x, dy, dx, static x => -Math.Sin(x));
}
