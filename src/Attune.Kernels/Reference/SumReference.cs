namespace Attune.Kernels;

/// <summary><see cref="Sum"/> in double precision.</summary>
public static class SumReference
{
    /// <inheritdoc cref="Sum.Forward"/>
    public static void Forward(ReadOnlySpan<double> x, Span<double> y, int outer, int n, int inner)
    {
        var view = new ReducedView(n, inner);
        for (int result = 0; result < outer * inner; result++)
        {
            y[result] = 0;
            for (int i = 0; i < n; i++)
                y[result] += x[view[result, i]];
        }
    }

    /// <inheritdoc cref="Sum.Backward"/>
    public static void Backward(ReadOnlySpan<double> dy, Span<double> dx, int outer, int n, int inner)
    {
        var view = new ReducedView(n, inner);
        for (int result = 0; result < outer * inner; result++)
        {
            for (int i = 0; i < n; i++)
                dx[view[result, i]] = dy[result];
        }
    }
}

/// <summary><see cref="Mean"/> in double precision.</summary>
public static class MeanReference
{
    /// <inheritdoc cref="Mean.Forward"/>
    public static void Forward(ReadOnlySpan<double> x, Span<double> y, int outer, int n, int inner)
    {
        SumReference.Forward(x, y, outer, n, inner);
        for (int result = 0; result < y.Length; result++)
            y[result] /= n;
    }

    /// <inheritdoc cref="Mean.Backward"/>
    public static void Backward(ReadOnlySpan<double> dy, Span<double> dx, int outer, int n, int inner)
    {
        SumReference.Backward(dy, dx, outer, n, inner);
        for (int i = 0; i < dx.Length; i++)
            dx[i] /= n;
    }
}
