namespace Attune.Kernels.Tests;

/// <summary>Gradients of double-precision references against central differences.</summary>
internal static class CentralDifferences
{
    private const double Step = 1e-6;

    /// <summary>
    /// Asserts that <paramref name="gradient"/> is the gradient of <paramref name="loss"/> with respect to
    /// <paramref name="x"/>, which <paramref name="loss"/> reads: atol 1e-5, rtol 1e-3.
    /// </summary>
    public static void Assert(double[] x, ReadOnlySpan<double> gradient, Func<double> loss, string what)
    {
        Xunit.Assert.Equal(x.Length, gradient.Length);
        for (int i = 0; i < x.Length; i++)
        {
            double value = x[i];
            x[i] = value + Step;
            double above = loss();
            x[i] = value - Step;
            double below = loss();
            x[i] = value;
            double expected = (above - below) / (2 * Step);
            Xunit.Assert.True(
                Math.Abs(gradient[i] - expected) <= 1e-5 + (1e-3 * Math.Abs(expected)),
                $"{what}: element {i}: central difference {expected:g6}, gradient {gradient[i]:g6}");
        }
    }

    /// <summary>sum weights y: a loss whose gradient with respect to y is <paramref name="weights"/>.</summary>
    public static double Weighted(ReadOnlySpan<double> weights, ReadOnlySpan<double> y)
    {
        double sum = 0;
        for (int i = 0; i < y.Length; i++)
            sum += weights[i] * y[i];
        return sum;
    }
}
