namespace Attune.Kernels;

/// <summary>y[s] = sum of x[r] over the rows r of segment s: offsets[s] to offsets[s + 1] - 1. An empty segment gives 0.</summary>
/// <remarks>Rows are added in order; a segment's bits depend on its rows only.</remarks>
public static unsafe class SegmentSum
{
    /// <summary>Computes y.</summary>
    /// <param name="x">[N, C].</param>
    /// <param name="offsets">[S + 1], from 0, never falling, to N.</param>
    /// <param name="y">[S, C]; must not overlap <paramref name="x"/>.</param>
    /// <param name="rows">N.</param>
    /// <param name="channels">C.</param>
    /// <exception cref="ArgumentException">A length or an offset does not fit, or memory overlaps.</exception>
    public static void Forward(ReadOnlySpan<float> x, ReadOnlySpan<int> offsets, Span<float> y, int rows, int channels) =>
        Segments.Sum("segment_sum", x, offsets, y, rows, channels, average: false);

    /// <summary>Overwrites dx[r] = dy[segment of r].</summary>
    /// <param name="dy">[S, C].</param>
    /// <param name="offsets">[S + 1].</param>
    /// <param name="dx">[N, C]; must not overlap <paramref name="dy"/>.</param>
    /// <param name="rows">N.</param>
    /// <param name="channels">C.</param>
    /// <exception cref="ArgumentException">A length or an offset does not fit, or memory overlaps.</exception>
    public static void Backward(ReadOnlySpan<float> dy, ReadOnlySpan<int> offsets, Span<float> dx, int rows, int channels) =>
        Segments.Spread("segment_sum", dy, offsets, dx, rows, channels, average: false);
}

/// <summary>y[s] = the mean of x[r] over the rows r of segment s: offsets[s] to offsets[s + 1] - 1. An empty segment gives 0.</summary>
/// <remarks>Rows are added in order; a segment's bits depend on its rows only.</remarks>
public static unsafe class SegmentMean
{
    /// <summary>Computes y.</summary>
    /// <param name="x">[N, C].</param>
    /// <param name="offsets">[S + 1], from 0, never falling, to N.</param>
    /// <param name="y">[S, C]; must not overlap <paramref name="x"/>.</param>
    /// <param name="rows">N.</param>
    /// <param name="channels">C.</param>
    /// <exception cref="ArgumentException">A length or an offset does not fit, or memory overlaps.</exception>
    public static void Forward(ReadOnlySpan<float> x, ReadOnlySpan<int> offsets, Span<float> y, int rows, int channels) =>
        Segments.Sum("segment_mean", x, offsets, y, rows, channels, average: true);

    /// <summary>Overwrites dx[r] = dy[s] / rows of s, with s the segment of r.</summary>
    /// <param name="dy">[S, C].</param>
    /// <param name="offsets">[S + 1].</param>
    /// <param name="dx">[N, C]; must not overlap <paramref name="dy"/>.</param>
    /// <param name="rows">N.</param>
    /// <param name="channels">C.</param>
    /// <exception cref="ArgumentException">A length or an offset does not fit, or memory overlaps.</exception>
    public static void Backward(ReadOnlySpan<float> dy, ReadOnlySpan<int> offsets, Span<float> dx, int rows, int channels) =>
        Segments.Spread("segment_mean", dy, offsets, dx, rows, channels, average: true);
}

/// <summary>What the reductions of segments share.</summary>
internal static unsafe class Segments
{
    public static void Sum(string operation, ReadOnlySpan<float> x, ReadOnlySpan<int> offsets, Span<float> y, int rows, int channels, bool average)
    {
        Check(operation, offsets, rows, channels);
        Expect.Length(operation, "x", (long)rows * channels, x.Length);
        Expect.Length(operation, "y", (offsets.Length - 1L) * channels, y.Length);
        Expect.Apart(operation, "y", y, "x", x);
        fixed (float* pX = x, pY = y)
        fixed (int* pOffsets = offsets)
        {
            var sums = new RowCombination { Starts = pOffsets, Source = pX, Y = pY, Channels = channels, Average = average };
            RowCombination.Run(sums, offsets.Length - 1, rows);
        }
    }

    public static void Spread(string operation, ReadOnlySpan<float> dy, ReadOnlySpan<int> offsets, Span<float> dx, int rows, int channels, bool average)
    {
        Check(operation, offsets, rows, channels);
        Expect.Length(operation, "dy", (offsets.Length - 1L) * channels, dy.Length);
        Expect.Length(operation, "dx", (long)rows * channels, dx.Length);
        Expect.Apart(operation, "dx", dx, "dy", dy);
        // A segment's rows are a view [1, rows of it, C] that a sum over its middle dimension had reduced.
        fixed (float* pDy = dy, pDx = dx)
        {
            for (int s = 0; s < offsets.Length - 1; s++)
            {
                int count = offsets[s + 1] - offsets[s];
                var gradient = new ScaledBroadcast(average && count > 0 ? 1f / count : 1);
                FoldGradient<ScaledBroadcast>.Run(
                    gradient, null, null, pDy + ((long)s * channels), pDx + ((long)offsets[s] * channels), 1, count, channels);
            }
        }
    }

    public static void Check(string operation, ReadOnlySpan<int> offsets, int rows, int channels)
    {
        Expect.Size(operation, nameof(rows), rows);
        Expect.Size(operation, nameof(channels), channels);
        if (offsets.IsEmpty)
            throw new ArgumentException($"{operation}: expected offsets of at least 1, got 0");
        Expect.Offsets(operation, offsets, offsets.Length - 1, rows);
    }
}
