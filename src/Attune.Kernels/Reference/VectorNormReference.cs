namespace Attune.Kernels;

/// <summary><see cref="VectorNorm"/> in double precision.</summary>
public static class VectorNormReference
{
    /// <inheritdoc cref="VectorNorm.L1"/>
    public static void L1(ReadOnlySpan<double> x, Span<double> y, int outer, int n, int inner)
    {
        var view = new ReducedView(n, inner);
        for (int result = 0; result < outer * inner; result++)
        {
            y[result] = 0;
            for (int i = 0; i < n; i++)
                y[result] += Math.Abs(x[view[result, i]]);
        }
    }

    /// <inheritdoc cref="VectorNorm.L1Backward"/>
    public static void L1Backward(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx, int outer, int n, int inner)
    {
        var view = new ReducedView(n, inner);
        for (int result = 0; result < outer * inner; result++)
        {
            for (int i = 0; i < n; i++)
                dx[view[result, i]] = Sign(x[view[result, i]]) * dy[result];
        }
    }

    /// <inheritdoc cref="VectorNorm.L2"/>
    public static void L2(ReadOnlySpan<double> x, Span<double> y, int outer, int n, int inner)
    {
        var view = new ReducedView(n, inner);
        for (int result = 0; result < outer * inner; result++)
        {
            double squares = 0;
            for (int i = 0; i < n; i++)
                squares += x[view[result, i]] * x[view[result, i]];
            y[result] = Math.Sqrt(squares);
        }
    }

    /// <inheritdoc cref="VectorNorm.L2Backward"/>
    public static void L2Backward(
        ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> dy, Span<double> dx, int outer, int n, int inner)
    {
        var view = new ReducedView(n, inner);
        for (int result = 0; result < outer * inner; result++)
        {
            for (int i = 0; i < n; i++)
                dx[view[result, i]] = y[result] == 0 ? 0 : x[view[result, i]] / y[result] * dy[result];
        }
    }

    /// <inheritdoc cref="VectorNorm.Maximum"/>
    public static void Maximum(ReadOnlySpan<double> x, Span<double> y, int outer, int n, int inner) =>
        MaxReference.Forward(Magnitudes(x), y, outer, n, inner);

    /// <inheritdoc cref="VectorNorm.MaximumBackward"/>
    public static void MaximumBackward(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx, int outer, int n, int inner)
    {
        MaxReference.Backward(Magnitudes(x), dy, dx, outer, n, inner);
        for (int i = 0; i < x.Length; i++)
            dx[i] *= Sign(x[i]);
    }

    private static double Sign(double x) => x > 0 ? 1 : x < 0 ? -1 : 0;

    private static double[] Magnitudes(ReadOnlySpan<double> x)
    {
        var magnitudes = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
            magnitudes[i] = Math.Abs(x[i]);
        return magnitudes;
    }
}
