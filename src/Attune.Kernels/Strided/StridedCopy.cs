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
                bool transposes = sizeof(T) == sizeof(float) && loop.RowStride(0) == 1 && loop.ColumnStride(1) == 1;
                long bytes = loop.Rows * loop.Columns * sizeof(T);
                bool aligned = (nuint)yData % 64 == 0 && loop.RowStride(1) % TileKernel<T>.Side == 0 && loop.RowGroup == loop.Rows;
                var tiles = new TileKernel<T>
                {
                    X = xData,
                    Y = yData,
                    Loop = loop,
                    Transposes = transposes,
                    Stream = aligned && bytes >= Streaming.FromBytes,
                };
                long grain = (Launch.RowGrain(loop.Columns) + TileKernel<T>.Side - 1) / TileKernel<T>.Side * TileKernel<T>.Side;
                Launch.Range(ref tiles, loop.Rows, grain);
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
        public const int Side = 16;

        public T* X;
        public T* Y;
        public StridedLoop Loop;

        /// <summary>Elements are as large as floats, columns of the source and rows of the target are contiguous.</summary>
        public bool Transposes;

        /// <summary>Whole tiles of the target are written past the caches.</summary>
        public bool Stream;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>(long begin, long end)
            where V : struct, ILanes<V>
        {
            long xColumn = Loop.ColumnStride(0), yColumn = Loop.ColumnStride(1);
            long xRow = Loop.RowStride(0), yRow = Loop.RowStride(1);
            int group = Loop.RowGroup;
            float* block = stackalloc float[Side * Side];
            long row = begin;
            while (row < end)
            {
                int rows = (int)Math.Min(Math.Min(Side, end - row), group - (row % group));
                Loop.Locate(row, out long xStart, out long yStart, out _);
                for (int first = 0; first < Loop.Columns; first += Side)
                {
                    int columns = Math.Min(Side, Loop.Columns - first);
                    if (Transposes && rows == Side && columns == Side)
                    {
                        Transpose<V>((float*)(X + xStart + (first * xColumn)), xColumn, block, (float*)(Y + yStart + first), yRow);
                        continue;
                    }

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

        // Through a block in the nearest cache: cache lines of source and target are each touched once, and whole.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Transpose<V>(float* x, long xColumn, float* block, float* y, long yRow)
            where V : struct, ILanes<V>
        {
            // Columns lie too far apart for the processor to guess the next ones; past the end nothing happens.
            for (int c = 0; c < Side; c++)
                Prefetch.Line(x + ((c + (2 * Side)) * xColumn));
            for (int c = 0; c < Side; c += V.Count)
            {
                for (int r = 0; r < Side; r += 4)
                {
                    V.LoadTransposed(x + r + (c * xColumn), xColumn, out V v0, out V v1, out V v2, out V v3);
                    float* rows = block + (r * Side) + c;
                    V.Store(rows, v0);
                    V.Store(rows + Side, v1);
                    V.Store(rows + (2 * Side), v2);
                    V.Store(rows + (3 * Side), v3);
                }
            }

            for (int r = 0; r < Side; r++)
            {
                for (int c = 0; c < Side; c += V.Count)
                {
                    if (Stream)
                        V.StoreNonTemporal(y + (r * yRow) + c, V.Load(block + (r * Side) + c));
                    else
                        V.Store(y + (r * yRow) + c, V.Load(block + (r * Side) + c));
                }
            }
        }
    }
}
