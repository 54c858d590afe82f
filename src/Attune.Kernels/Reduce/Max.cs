using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attune.Kernels;

/// <summary>y[o, j] = the largest x[o, i, j] over i, for a view [outer, n, inner]; NaN when any is NaN.</summary>
public static unsafe class Max
{
    /// <summary>Computes y.</summary>
    /// <param name="x">[outer, n, inner].</param>
    /// <param name="y">[outer, inner]; must not overlap <paramref name="x"/>.</param>
    /// <param name="outer">Dimensions before the reduced one.</param>
    /// <param name="n">The reduced dimension, at least 1.</param>
    /// <param name="inner">Dimensions after it.</param>
    /// <exception cref="ArgumentException">A length does not fit, or memory overlaps.</exception>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y, int outer, int n, int inner) =>
        FoldEntry.Run<Itself, MaximumOf>("max", x, y, outer, n, inner, 1);

    /// <summary>Overwrites dx: dy at the first of the largest elements (at the first NaN, where there is one), 0 elsewhere.</summary>
    /// <param name="x">[outer, n, inner].</param>
    /// <param name="dy">[outer, inner].</param>
    /// <param name="dx">[outer, n, inner]; overlaps neither.</param>
    /// <param name="outer">Dimensions before the reduced one.</param>
    /// <param name="n">The reduced dimension, at least 1.</param>
    /// <param name="inner">Dimensions after it.</param>
    /// <exception cref="ArgumentException">A length does not fit, or memory overlaps.</exception>
    public static void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, int outer, int n, int inner) =>
        Backward<Itself>("max", x, dy, dx, outer, n, inner, signed: false);

    internal static void Backward<TMap>(
        string operation, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, int outer, int n, int inner, bool signed)
        where TMap : struct, IFoldMap
    {
        FoldEntry.Check(operation, x, dy, outer, n, inner, leastN: 1);
        Expect.Length(operation, "dx", x.Length, dx.Length);
        Expect.Apart(operation, "dx", dx, "x", x);
        Expect.Apart(operation, "dx", dx, "dy", dy);
        using var scratch = Scratch.Rent((long)dy.Length * sizeof(int));
        var indices = new Span<int>(scratch.Bytes, dy.Length);
        ArgMax.Run<TMap>(x, indices, outer, n, inner);
        dx.Clear();
        for (int i = 0; i < dy.Length; i++)
        {
            int at = (((i / inner * n) + indices[i]) * inner) + (i % inner);
            dx[at] = signed ? (x[at] == 0 ? 0 : float.CopySign(1, x[at]) * dy[i]) : dy[i];
        }
    }
}

/// <summary>
/// indices[o, j] = the i of the largest x[o, i, j], for a view [outer, n, inner]: of equal ones the first; NaN counts as larger than all else.
/// </summary>
public static unsafe class ArgMax
{
    /// <summary>Computes the indices.</summary>
    /// <param name="x">[outer, n, inner].</param>
    /// <param name="indices">[outer, inner].</param>
    /// <param name="outer">Dimensions before the reduced one.</param>
    /// <param name="n">The reduced dimension, at least 1.</param>
    /// <param name="inner">Dimensions after it.</param>
    /// <exception cref="ArgumentException">A length does not fit, or memory overlaps.</exception>
    public static void Forward(ReadOnlySpan<float> x, Span<int> indices, int outer, int n, int inner)
    {
        FoldEntry.Check("argmax", x, MemoryMarshal.Cast<int, float>(indices), outer, n, inner, leastN: 1);
        Run<Itself>(x, indices, outer, n, inner);
    }

    internal static void Run<TMap>(ReadOnlySpan<float> x, Span<int> indices, int outer, int n, int inner)
        where TMap : struct, IFoldMap
    {
        long tiles = inner == 1 ? 1 : (inner + Kernel<TMap>.TileColumns - 1) / Kernel<TMap>.TileColumns;
        fixed (float* pX = x)
        fixed (int* pIndices = indices)
        {
            var kernel = new Kernel<TMap> { X = pX, Indices = pIndices, N = n, Inner = inner, Tiles = tiles };
            Launch.Range(ref kernel, outer * tiles, Launch.RowGrain((long)n * Math.Min(inner, Kernel<TMap>.TileColumns)));
        }
    }

    private struct Kernel<TMap> : IRangeKernel
        where TMap : struct, IFoldMap
    {
        public const int TileColumns = 512;
        public float* X;
        public int* Indices;
        public long N;
        public long Inner;
        public long Tiles;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>(long begin, long end)
            where V : struct, ILanes<V>
        {
            for (long item = begin; item < end; item++)
            {
                if (Inner == 1)
                    Indices[item] = Row<V>(X + (item * N));
                else
                    Tile<V>(item / Tiles, item % Tiles * TileColumns);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly int Row<V>(float* x)
            where V : struct, ILanes<V>
        {
            float largest = RowMaximum.Of<V, TMap>(x, N);
            V wanted = V.Create(largest);
            long i = 0;
            for (; i <= N - V.Count; i += V.Count)
            {
                var value = V.Load(x + i);
                if (V.Any(float.IsNaN(largest) ? V.IsNaN(value) : V.Equal(TMap.Apply(value, value, V.Zero), wanted)))
                    break;
            }

            // One of the next lanes is the one.
            while (!IsWanted(x[i], largest))
                i++;
            return (int)i;
        }

        private static bool IsWanted(float x, float largest)
        {
            var value = new Lanes1(x);
            return float.IsNaN(largest) ? float.IsNaN(x) : Lanes1.First(TMap.Apply(value, value, Lanes1.Create(0))) == largest;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Tile<V>(long outer, long column)
            where V : struct, ILanes<V>
        {
            long columns = Math.Min(Inner - column, TileColumns);
            float* best = stackalloc float[TileColumns];
            float* indices = (float*)(Indices + (outer * Inner) + column);
            for (long i = 0; i < N; i++)
            {
                float* x = X + (((outer * N) + i) * Inner) + column;
                for (long j = 0; j < columns; j += V.Count)
                {
                    long rest = columns - j;
                    var value = V.LoadUpTo(x + j, rest);
                    value = TMap.Apply(value, value, V.Zero);
                    if (i == 0)
                    {
                        V.StoreUpTo(best + j, rest, value);
                        V.StoreUpTo(indices + j, rest, V.Zero);
                        continue;
                    }

                    var former = V.LoadUpTo(best + j, rest);
                    var isBetter = V.LessThan(former, value) | (V.IsNaN(value) & ~V.IsNaN(former));
                    V.StoreUpTo(best + j, rest, V.Select(isBetter, value, former));
                    V.StoreUpTo(indices + j, rest, V.Select(isBetter, V.CreateBits((int)i), V.LoadUpTo(indices + j, rest)));
                }
            }
        }
    }
}
