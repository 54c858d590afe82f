namespace Attune.Kernels;

/// <summary><see cref="LogSumExp"/> in double precision.</summary>
public static class LogSumExpReference
{
    /// <inheritdoc cref="LogSumExp.Forward"/>
    public static void Forward(ReadOnlySpan<double> x, Span<double> y, int outer, int n, int inner)
    {
        var view = new ReducedView(n, inner);
        for (int result = 0; result < outer * inner; result++)
        {
            double largest = double.NegativeInfinity, sum = 0;
            for (int i = 0; i < n; i++)
                largest = Math.Max(largest, x[view[result, i]]);
            if (double.IsInfinity(largest))
                largest = 0;
            for (int i = 0; i < n; i++)
                sum += Math.Exp(x[view[result, i]] - largest);
            y[result] = largest + Math.Log(sum);
        }
    }

    /// <inheritdoc cref="LogSumExp.Backward"/>
    public static void Backward(
        ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> dy, Span<double> dx, int outer, int n, int inner)
    {
        var view = new ReducedView(n, inner);
        for (int result = 0; result < outer * inner; result++)
        {
            for (int i = 0; i < n; i++)
                dx[view[result, i]] = Math.Exp(x[view[result, i]] - y[result]) * dy[result];
        }
    }
}
