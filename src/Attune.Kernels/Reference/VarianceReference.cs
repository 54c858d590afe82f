namespace Attune.Kernels;

/// <summary><see cref="Variance"/> in double precision.</summary>
public static class VarianceReference
{
    /// <inheritdoc cref="Variance.Forward"/>
    public static void Forward(ReadOnlySpan<double> x, Span<double> y, int outer, int n, int inner, int correction)
    {
        var view = new ReducedView(n, inner);
        var mean = new double[y.Length];
        MeanReference.Forward(x, mean, outer, n, inner);
        for (int result = 0; result < outer * inner; result++)
        {
            double squares = 0;
            for (int i = 0; i < n; i++)
                squares += (x[view[result, i]] - mean[result]) * (x[view[result, i]] - mean[result]);
            y[result] = n > correction ? squares / (n - correction) : double.NaN;
        }
    }

    /// <inheritdoc cref="Variance.Backward"/>
    public static void Backward(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx, int outer, int n, int inner, int correction)
    {
        var view = new ReducedView(n, inner);
        var mean = new double[dy.Length];
        MeanReference.Forward(x, mean, outer, n, inner);
        for (int result = 0; result < outer * inner; result++)
        {
            for (int i = 0; i < n; i++)
                dx[view[result, i]] = n > correction ? 2 * (x[view[result, i]] - mean[result]) * dy[result] / (n - correction) : double.NaN;
        }
    }
}
