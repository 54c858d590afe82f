using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>
/// y[o, i, j] = sum of x[o, k, j] over k from 0 to i, for a view [outer, n, inner]; reversed, over k from i to n - 1. The gradient with respect to x
/// is the cumulative sum of dy in the other direction.
/// </summary>
/// <remarks>Running sums in double precision (inner 1) or with <see cref="CompensatedSum{V}"/>: no error grows with n.</remarks>
public static unsafe class CumulativeSum
{
    /// <summary>Computes y.</summary>
    /// <param name="x">[outer, n, inner].</param>
    /// <param name="y">[outer, n, inner]; may be <paramref name="x"/>.</param>
    /// <param name="outer">Dimensions before the summed one.</param>
    /// <param name="n">The summed dimension.</param>
    /// <param name="inner">Dimensions after it.</param>
    /// <param name="reverse">From the last element to the first.</param>
    /// <exception cref="ArgumentException">A length does not fit, or memory overlaps in part.</exception>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y, int outer, int n, int inner, bool reverse)
    {
        const string Operation = "cumulative_sum";
        Expect.View(Operation, outer, n, inner);
        Expect.Length(Operation, "x", (long)outer * n * inner, x.Length);
        Expect.Length(Operation, "y", x.Length, y.Length);
        Expect.SameOrApart(Operation, "y", y, "x", x);
        long tiles = inner == 1 ? 1 : (inner + Kernel.TileColumns - 1) / Kernel.TileColumns;
        fixed (float* pX = x, pY = y)
        {
            var kernel = new Kernel { X = pX, Y = pY, N = n, Inner = inner, Tiles = tiles, Reverse = reverse };
            Launch.Range(ref kernel, outer * tiles, Launch.RowGrain((long)n * Math.Min(inner, Kernel.TileColumns)));
        }
    }

    private struct Kernel : IRangeKernel
    {
        public const long TileColumns = 64;
        public float* X;
        public float* Y;
        public long N;
        public long Inner;
        public long Tiles;
        public bool Reverse;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>(long begin, long end)
            where V : struct, ILanes<V>
        {
            for (long item = begin; item < end; item++)
            {
                var (outer, tile) = Math.DivRem(item, Tiles);
                long first = outer * N * Inner;
                if (Inner == 1)
                {
                    Row(first);
                    continue;
                }

                long last = Math.Min(Inner, (tile + 1) * TileColumns);
                for (long j = tile * TileColumns; j < last; j += V.Count)
                    Columns<V>(first + j, last - j);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Row(long first)
        {
            double sum = 0;
            for (long i = 0; i < N; i++)
            {
                long at = first + (Reverse ? N - 1 - i : i);
                sum += X[at];
                Y[at] = (float)sum;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Columns<V>(long first, long count)
            where V : struct, ILanes<V>
        {
            var sum = default(CompensatedSum<V>);
            for (long i = 0; i < N; i++)
            {
                long at = first + ((Reverse ? N - 1 - i : i) * Inner);
                sum.Add(V.LoadUpTo(X + at, count));
                V.StoreUpTo(Y + at, count, sum.Total);
            }
        }
    }
}
