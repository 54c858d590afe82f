namespace Attune.Kernels;

/// <summary><see cref="AxisGather"/> in double precision.</summary>
public static class AxisGatherReference
{
    /// <inheritdoc cref="AxisGather.Gather{T}"/>
    public static void Gather(ReadOnlySpan<double> x, ReadOnlySpan<int> indices, Span<double> y, int outer, int n, int inner)
    {
        AxisGather.Check("gather", x.Length, indices, y.Length, outer, n, inner);
        for (int o = 0; o < outer; o++)
        {
            for (int i = 0; i < indices.Length; i++)
            {
                for (int j = 0; j < inner; j++)
                    y[(((o * indices.Length) + i) * inner) + j] = x[(((o * n) + indices[i]) * inner) + j];
            }
        }
    }

    /// <inheritdoc cref="AxisGather.ScatterAdd"/>
    public static void ScatterAdd(ReadOnlySpan<double> x, ReadOnlySpan<int> indices, Span<double> y, int outer, int n, int inner)
    {
        AxisGather.Check("scatter_add", y.Length, indices, x.Length, outer, n, inner);
        for (int o = 0; o < outer; o++)
        {
            for (int i = 0; i < indices.Length; i++)
            {
                for (int j = 0; j < inner; j++)
                    y[(((o * n) + indices[i]) * inner) + j] += x[(((o * indices.Length) + i) * inner) + j];
            }
        }
    }
}
