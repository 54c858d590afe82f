using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>
/// y[s] = the largest of x[r] over the rows r of segment s (offsets[s] to offsets[s + 1] - 1), channel by channel; NaN where any is NaN; 0
/// for an empty segment.
/// </summary>
public static unsafe class SegmentMax
{
    private const string Operation = "segment_max";

    /// <summary>Computes y.</summary>
    /// <param name="x">[N, C].</param>
    /// <param name="offsets">[S + 1], from 0, never falling, to N.</param>
    /// <param name="y">[S, C]; must not overlap <paramref name="x"/>.</param>
    /// <param name="rows">N.</param>
    /// <param name="channels">C.</param>
    /// <exception cref="ArgumentException">A length or an offset does not fit, or memory overlaps.</exception>
    public static void Forward(ReadOnlySpan<float> x, ReadOnlySpan<int> offsets, Span<float> y, int rows, int channels)
    {
        Segments.Check(Operation, offsets, rows, channels);
        Expect.Length(Operation, "x", (long)rows * channels, x.Length);
        Expect.Length(Operation, "y", (offsets.Length - 1L) * channels, y.Length);
        Expect.Apart(Operation, "y", y, "x", x);
        fixed (float* pX = x, pY = y)
        fixed (int* pOffsets = offsets)
            Run(new Kernel { X = pX, Offsets = pOffsets, Y = pY, Channels = channels }, offsets.Length - 1);
    }

    /// <summary>Overwrites dx: dy at the first row of each segment that has the largest element of a channel (or NaN), 0 elsewhere.</summary>
    /// <param name="x">[N, C].</param>
    /// <param name="offsets">[S + 1].</param>
    /// <param name="dy">[S, C].</param>
    /// <param name="dx">[N, C]; overlaps neither.</param>
    /// <param name="rows">N.</param>
    /// <param name="channels">C.</param>
    /// <exception cref="ArgumentException">A length or an offset does not fit, or memory overlaps.</exception>
    public static void Backward(ReadOnlySpan<float> x, ReadOnlySpan<int> offsets, ReadOnlySpan<float> dy, Span<float> dx, int rows, int channels)
    {
        Segments.Check(Operation, offsets, rows, channels);
        Expect.Length(Operation, "x", (long)rows * channels, x.Length);
        Expect.Length(Operation, "dy", (offsets.Length - 1L) * channels, dy.Length);
        Expect.Length(Operation, "dx", x.Length, dx.Length);
        Expect.Apart(Operation, "dx", dx, "x", x);
        Expect.Apart(Operation, "dx", dx, "dy", dy);
        if (dx.IsEmpty)
            return;
        fixed (float* pX = x, pDy = dy, pDx = dx)
        fixed (int* pOffsets = offsets)
            Run(new Kernel { X = pX, Offsets = pOffsets, Dy = pDy, Dx = pDx, Channels = channels }, offsets.Length - 1);
    }

    private static void Run(Kernel kernel, int segments) =>
        Launch.Range(ref kernel, segments * kernel.Tiles, 1);

    /// <summary>Forward when Dx is null.</summary>
    private struct Kernel : IRangeKernel
    {
        private const int TileColumns = 128;
        public float* X;
        public int* Offsets;
        public float* Y;
        public float* Dy;
        public float* Dx;
        public long Channels;

        public readonly long Tiles => (Channels + TileColumns - 1) / TileColumns;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>(long begin, long end)
            where V : struct, ILanes<V>
        {
            for (long item = begin; item < end; item++)
            {
                var (segment, tile) = Math.DivRem(item, Tiles);
                long lastColumn = Math.Min(Channels, (tile + 1) * TileColumns);
                for (long j = tile * TileColumns; j < lastColumn; j += V.Count)
                    Columns<V>(segment, j, lastColumn - j);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Columns<V>(long segment, long column, long count)
            where V : struct, ILanes<V>
        {
            int first = Offsets[segment], last = Offsets[segment + 1];
            float* x = X + column;
            var best = first < last ? V.LoadUpTo(x + (first * Channels), count) : V.Zero;
            var bestRow = V.CreateBits(first);
            for (int row = first + 1; row < last; row++)
            {
                var value = V.LoadUpTo(x + (row * Channels), count);
                var isBetter = V.LessThan(best, value) | (V.IsNaN(value) & ~V.IsNaN(best));
                best = V.Select(isBetter, value, best);
                bestRow = V.Select(isBetter, V.CreateBits(row), bestRow);
            }

            if (Dx == null)
            {
                V.StoreUpTo(Y + (segment * Channels) + column, count, best);
                return;
            }

            var dy = V.LoadUpTo(Dy + (segment * Channels) + column, count);
            for (int row = first; row < last; row++)
            {
                var isOther = V.LessThanBits(bestRow, V.CreateBits(row)) | V.LessThanBits(V.CreateBits(row), bestRow);
                V.StoreUpTo(Dx + (row * Channels) + column, count, ~isOther & dy);
            }
        }
    }
}
