namespace Attune.Kernels;

/// <summary>Choice between two arrays in double precision.</summary>
public static class WhereReference
{
    /// <summary>y = a where the condition is not 0, else b; an a or b of one element is used for all.</summary>
    public static void Select(ReadOnlySpan<double> condition, ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> y)
    {
        for (int i = 0; i < y.Length; i++)
            y[i] = condition[i] != 0 ? a[a.Length == 1 ? 0 : i] : b[b.Length == 1 ? 0 : i];
    }
}
