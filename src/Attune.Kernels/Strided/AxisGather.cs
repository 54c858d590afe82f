using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>Picks places of the middle axis of a view [outer, n, inner] by their numbers, and adds back to them.</summary>
/// <remarks>A place may be named more than once; what is added to it is added in the order of the indices, on any number of threads.</remarks>
public static unsafe class AxisGather
{
    private const int TileColumns = 1024;

    /// <summary>y[o, i, j] = x[o, indices[i], j].</summary>
    /// <param name="x">[outer, n, inner].</param>
    /// <param name="indices">From 0 to n - 1.</param>
    /// <param name="y">[outer, indices, inner]; apart from x.</param>
    /// <param name="outer">Axes before.</param>
    /// <param name="n">The axis that is picked from.</param>
    /// <param name="inner">Axes after.</param>
    /// <exception cref="ArgumentException">A length does not fit, or an index is out of range.</exception>
    public static void Gather<T>(ReadOnlySpan<T> x, ReadOnlySpan<int> indices, Span<T> y, int outer, int n, int inner)
        where T : unmanaged
    {
        Check("gather", x.Length, indices, y.Length, outer, n, inner);
        if (y.IsEmpty)
            return;
        fixed (T* xData = x, yData = y)
        fixed (int* at = indices)
        {
            var kernel = new GatherKernel<T> { X = xData, Indices = at, Y = yData, Count = indices.Length, N = n, Inner = inner };
            Launch.Range(ref kernel, (long)outer * indices.Length, Launch.RowGrain(inner));
        }
    }

    /// <summary>y[o, indices[i], j] += x[o, i, j], in the order of i.</summary>
    /// <param name="x">[outer, indices, inner].</param>
    /// <param name="indices">From 0 to n - 1.</param>
    /// <param name="y">[outer, n, inner]; apart from x.</param>
    /// <param name="outer">Axes before.</param>
    /// <param name="n">The axis that is added to.</param>
    /// <param name="inner">Axes after.</param>
    /// <exception cref="ArgumentException">A length does not fit, or an index is out of range.</exception>
    public static void ScatterAdd(ReadOnlySpan<float> x, ReadOnlySpan<int> indices, Span<float> y, int outer, int n, int inner)
    {
        Check("scatter_add", y.Length, indices, x.Length, outer, n, inner);
        if (x.IsEmpty)
            return;
        fixed (float* xData = x, yData = y)
        fixed (int* at = indices)
        {
            int tiles = (inner + TileColumns - 1) / TileColumns;
            var kernel = new ScatterKernel { X = xData, Indices = at, Y = yData, Count = indices.Length, N = n, Inner = inner, Tiles = tiles };
            Launch.Range(ref kernel, (long)outer * tiles, Launch.RowGrain((long)indices.Length * Math.Min(inner, TileColumns)));
        }
    }

    internal static void Check(string operation, int whole, ReadOnlySpan<int> indices, int picked, int outer, int n, int inner)
    {
        Expect.Size(operation, nameof(outer), outer);
        Expect.Size(operation, nameof(n), n);
        Expect.Size(operation, nameof(inner), inner);
        Expect.Length(operation, "whole", (long)outer * n * inner, whole);
        Expect.Length(operation, "picked", (long)outer * indices.Length * inner, picked);
        for (int i = 0; i < indices.Length; i++)
        {
            if ((uint)indices[i] >= (uint)n)
                throw new ArgumentException($"{operation}: expected indices from 0 to {n - 1}, got {indices[i]} at {i}");
        }
    }

    private struct GatherKernel<T> : IRangeKernel
        where T : unmanaged
    {
        public T* X;
        public int* Indices;
        public T* Y;
        public int Count;
        public int N;
        public int Inner;

        // Nothing is computed, so the vector type does not matter.
        public readonly void Run<V>(long begin, long end)
            where V : struct, ILanes<V>
        {
            for (long item = begin; item < end; item++)
            {
                var (outer, i) = Math.DivRem(item, Count);
                new ReadOnlySpan<T>(X + (((outer * N) + Indices[i]) * Inner), Inner).CopyTo(new Span<T>(Y + (item * Inner), Inner));
            }
        }
    }

    /// <summary>Items are columns of one outer place: no two threads add to one number.</summary>
    private struct ScatterKernel : IRangeKernel
    {
        public float* X;
        public int* Indices;
        public float* Y;
        public int Count;
        public int N;
        public int Inner;
        public int Tiles;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>(long begin, long end)
            where V : struct, ILanes<V>
        {
            for (long item = begin; item < end; item++)
            {
                var (outer, tile) = Math.DivRem(item, Tiles);
                long first = tile * TileColumns;
                long columns = Math.Min(TileColumns, Inner - first);
                for (int i = 0; i < Count; i++)
                {
                    float* x = X + (((outer * Count) + i) * Inner) + first;
                    float* y = Y + (((outer * N) + Indices[i]) * Inner) + first;
                    for (long j = 0; j < columns; j += V.Count)
                        V.StoreUpTo(y + j, columns - j, V.LoadUpTo(y + j, columns - j) + V.LoadUpTo(x + j, columns - j));
                }
            }
        }
    }
}
