using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>Copies elements of any type between layouts: packs transposed and sliced matrices, writes into parts of larger ones.</summary>
public static unsafe class StridedCopy
{
    /// <summary>y[i, j, …] = x[i, j, …].</summary>
    /// <param name="x">The source, from its first element on.</param>
    /// <param name="xStrides">Elements from one place to the next along each axis; 0 repeats.</param>
    /// <param name="y">The target, from its first element on; apart from x.</param>
    /// <param name="yStrides">As for x; no two places may coincide.</param>
    /// <param name="sizes">The sizes of the axes, at most 6.</param>
    /// <exception cref="ArgumentException">An operand is too short.</exception>
    public static void Run<T>(
        ReadOnlySpan<T> x, ReadOnlySpan<int> xStrides, Span<T> y, ReadOnlySpan<int> yStrides, ReadOnlySpan<int> sizes)
        where T : unmanaged
    {
        var loop = StridedLoop.Create("copy", sizes, xStrides, x.Length, yStrides, y.Length);
        if (loop.Rows * loop.Columns == 0)
            return;
        fixed (T* xData = x, yData = y)
        {
            if (loop.ColumnStride(0) == 1 && loop.ColumnStride(1) == 1)
            {
                var rows = new RowKernel<T> { X = xData, Y = yData, Loop = loop };
                Launch.Range(ref rows, loop.Rows * RowKernel<T>.Chunks(loop.Columns), Launch.RowGrain(Math.Min(loop.Columns, Launch.ElementGrain)));
            }
            else
            {
                var tiles = new TileKernel<T> { X = xData, Y = yData, Loop = loop };
                Launch.Range(ref tiles, loop.Rows, Math.Max(TileKernel<T>.Tile, Launch.RowGrain(loop.Columns)));
            }
        }
    }

    /// <summary>Items are pieces of rows that are contiguous in both.</summary>
    private struct RowKernel<T> : IRangeKernel
        where T : unmanaged
    {
        public T* X;
        public T* Y;
        public StridedLoop Loop;

        public static int Chunks(int columns) => (int)((columns + Launch.ElementGrain - 1) / Launch.ElementGrain);

        // Nothing is computed, so the vector type does not matter.
        public readonly void Run<V>(long begin, long end)
            where V : struct, ILanes<V>
        {
            int chunks = Chunks(Loop.Columns);
            for (long item = begin; item < end; item++)
            {
                var (row, chunk) = chunks == 1 ? (item, 0) : Math.DivRem(item, chunks);
                Loop.Locate(row, out long x, out long y, out _);
                long first = chunk * Launch.ElementGrain;
                int count = (int)Math.Min(Launch.ElementGrain, Loop.Columns - first);
                new ReadOnlySpan<T>(X + x + first, count).CopyTo(new Span<T>(Y + y + first, count));
            }
        }
    }

    /// <summary>Items are rows; tiles of them keep the cache lines of a transposed source until all of their elements are used.</summary>
    private struct TileKernel<T> : IRangeKernel
        where T : unmanaged
    {
        public const int Tile = 16;

        public T* X;
        public T* Y;
        public StridedLoop Loop;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>(long begin, long end)
            where V : struct, ILanes<V>
        {
            long xColumn = Loop.ColumnStride(0), yColumn = Loop.ColumnStride(1);
            long xRow = Loop.RowStride(0), yRow = Loop.RowStride(1);
            int group = Loop.RowGroup;
            long row = begin;
            while (row < end)
            {
                int rows = (int)Math.Min(Math.Min(Tile, end - row), group - (row % group));
                Loop.Locate(row, out long xStart, out long yStart, out _);
                for (int first = 0; first < Loop.Columns; first += Tile)
                {
                    int columns = Math.Min(Tile, Loop.Columns - first);
                    for (int r = 0; r < rows; r++)
                    {
                        T* x = X + xStart + (r * xRow) + (first * xColumn);
                        T* y = Y + yStart + (r * yRow) + (first * yColumn);
                        for (int c = 0; c < columns; c++)
                            y[c * yColumn] = x[c * xColumn];
                    }
                }

                row += rows;
            }
        }
    }
}
