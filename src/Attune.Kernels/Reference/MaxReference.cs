namespace Attune.Kernels;

/// <summary><see cref="Max"/> in double precision.</summary>
public static class MaxReference
{
    /// <inheritdoc cref="Max.Forward"/>
    public static void Forward(ReadOnlySpan<double> x, Span<double> y, int outer, int n, int inner)
    {
        var view = new ReducedView(n, inner);
        for (int result = 0; result < outer * inner; result++)
            y[result] = x[view[result, ArgMaxReference.Of(x, view, result)]];
    }

    /// <inheritdoc cref="Max.Backward"/>
    public static void Backward(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, Span<double> dx, int outer, int n, int inner)
    {
        var view = new ReducedView(n, inner);
        dx.Clear();
        for (int result = 0; result < outer * inner; result++)
            dx[view[result, ArgMaxReference.Of(x, view, result)]] = dy[result];
    }
}

/// <summary><see cref="ArgMax"/> in double precision.</summary>
public static class ArgMaxReference
{
    /// <inheritdoc cref="ArgMax.Forward"/>
    public static void Forward(ReadOnlySpan<double> x, Span<int> indices, int outer, int n, int inner)
    {
        for (int result = 0; result < outer * inner; result++)
            indices[result] = Of(x, new ReducedView(n, inner), result);
    }

    internal static int Of(ReadOnlySpan<double> x, ReducedView view, int result)
    {
        int best = 0;
        for (int i = 1; i < view.N; i++)
        {
            double value = x[view[result, i]];
            double former = x[view[result, best]];
            if (value > former || (double.IsNaN(value) && !double.IsNaN(former)))
                best = i;
        }

        return best;
    }
}
