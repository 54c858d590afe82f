namespace Attune.Kernels;

/// <summary>Activation functions in double precision; outputs are overwritten and may be inputs.</summary>
public static class ActivationsReference
{
    /// <summary>y = max(x, 0).</summary>
    public static void Relu(ReadOnlySpan<double> x, Span<double> y) =>
        Map(x, y, static x => double.IsNaN(x) ? x : Math.Max(x, 0));

    /// <summary>dx = dy times the derivative of max(x, 0).</summary>
    public static void ReluBackward(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx) =>
        Gradient(x, dy, dx, static x => x > 0 ? 1 : 0);

    /// <summary>y = x where x &gt; 0, else slope x.</summary>
    public static void LeakyRelu(ReadOnlySpan<double> x, Span<double> y, double slope) =>
        Map(x, y, x => x > 0 ? x : slope * x);

    /// <summary>dx = dy times the derivative of x where x &gt; 0, else slope x.</summary>
    public static void LeakyReluBackward(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx, double slope) =>
        Gradient(x, dy, dx, x => x > 0 ? 1 : slope);

    /// <summary>y = x Phi(x), and its limit 0 at -infinity.</summary>
    public static void GeluExact(ReadOnlySpan<double> x, Span<double> y) =>
        Map(x, y, static x => GeluExact(x));

    /// <summary>dx = dy times the derivative of x Phi(x), and its limit 0 at -infinity.</summary>
    public static void GeluExactBackward(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx) =>
        Gradient(x, dy, dx, static x => NormalDistribution(x) + (double.IsInfinity(x) ? 0 : x * NormalDensity(x)));

    /// <summary>y = x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2, and its limit 0 at -infinity.</summary>
    public static void GeluTanh(ReadOnlySpan<double> x, Span<double> y) =>
        Map(x, y, static x => GeluTanh(x));

    /// <summary>dx = dy times the derivative of x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2, and its limit 0 at -infinity.</summary>
    public static void GeluTanhBackward(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx) =>
        Gradient(x, dy, dx, static x => GeluTanhSlope(x));

    /// <summary>y = x sigmoid(x), and its limit 0 at -infinity.</summary>
    public static void Silu(ReadOnlySpan<double> x, Span<double> y) =>
        Map(x, y, static x => double.IsNegativeInfinity(x) ? 0 : x * Logistic(x));

    /// <summary>dx = dy times the derivative of x sigmoid(x), and its limit 0 at -infinity.</summary>
    public static void SiluBackward(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx) =>
        Gradient(x, dy, dx, static x => Logistic(x) + (double.IsInfinity(x) ? 0 : x * Logistic(x) * Logistic(-x)));

    /// <summary>y = 1 / (1 + e^-x).</summary>
    public static void Sigmoid(ReadOnlySpan<double> x, Span<double> y) =>
        Map(x, y, static x => Logistic(x));

    /// <summary>dx = dy times the derivative of 1 / (1 + e^-x).</summary>
    public static void SigmoidBackward(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx) =>
        Gradient(x, dy, dx, static x => Logistic(x) * Logistic(-x));

    /// <summary>y = tanh x.</summary>
    public static void Tanh(ReadOnlySpan<double> x, Span<double> y) =>
        Map(x, y, static x => Math.Tanh(x));

    /// <summary>dx = dy times the derivative of tanh x.</summary>
    public static void TanhBackward(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx) =>
        Gradient(x, dy, dx, static x => 4 * Logistic(2 * x) * Logistic(-2 * x));

    /// <summary>y = log(1 + e^x).</summary>
    public static void Softplus(ReadOnlySpan<double> x, Span<double> y) =>
        Map(x, y, static x => Math.Max(x, 0) + LogOnePlus(Math.Exp(-Math.Abs(x))));

    /// <summary>dx = dy times the derivative of log(1 + e^x).</summary>
    public static void SoftplusBackward(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx) =>
        Gradient(x, dy, dx, static x => Logistic(x));

    private static double GeluExact(double x) =>
        double.IsNegativeInfinity(x) ? 0 : x * NormalDistribution(x);

    private static double GeluTanh(double x) =>
        double.IsNegativeInfinity(x) ? 0 : x * Logistic(TwiceInner(x));

    private static double GeluTanhSlope(double x)
    {
        // (1 + tanh(v / 2)) / 2 is sigmoid(v); v = 2 sqrt(2 / pi) (x + 0.044715 x^3).
        double v = TwiceInner(x);
        double growth = 2 * Math.Sqrt(2 / Math.PI) * (1 + (3 * 0.044715 * x * x));
        double change = Logistic(v) * Logistic(-v);
        return Logistic(v) + (change == 0 ? 0 : x * change * growth);
    }

    private static double TwiceInner(double x) => 2 * Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x));

    private static double NormalDistribution(double x) => ErrorFunctionReference.Erfc(-x / Math.Sqrt(2)) / 2;

    private static double NormalDensity(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    // 1 + x loses the digits of a small x, whose series then needs three terms.
    private static double LogOnePlus(double x) => x < 1e-5 ? x - (x * x / 2) + (x * x * x / 3) : Math.Log(1 + x);

    internal static void Map(ReadOnlySpan<double> x, Span<double> y, Func<double, double> function)
    {
        for (int i = 0; i < x.Length; i++)
            y[i] = function(x[i]);
    }

    internal static void Gradient(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx, Func<double, double> slope)
    {
        for (int i = 0; i < x.Length; i++)
        {
            // A slope of 0 lets nothing through, not even an infinity.
            double s = slope(x[i]);
            dx[i] = s == 0 ? 0 : dy[i] * s;
        }
    }
}
