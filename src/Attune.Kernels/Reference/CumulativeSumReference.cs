namespace Attune.Kernels;

/// <summary><see cref="CumulativeSum"/> in double precision.</summary>
public static class CumulativeSumReference
{
    /// <inheritdoc cref="CumulativeSum.Forward"/>
    public static void Forward(ReadOnlySpan<double> x, Span<double> y, int outer, int n, int inner, bool reverse)
    {
        var view = new ReducedView(n, inner);
        for (int result = 0; result < outer * inner; result++)
        {
            double sum = 0;
            for (int i = 0; i < n; i++)
            {
                int at = view[result, reverse ? n - 1 - i : i];
                sum += x[at];
                y[at] = sum;
            }
        }
    }
}
