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
            var kernel = new Kernel<T> { X = xData, Y = yData, Loop = loop };
            int chunks = Kernel<T>.Chunks(loop.Columns);
            Launch.Range(ref kernel, loop.Rows * chunks, Launch.RowGrain(Math.Min(loop.Columns, Launch.ElementGrain)));
        }
    }

    /// <summary>Items are pieces of rows.</summary>
    private struct Kernel<T> : IRangeKernel
        where T : unmanaged
    {
        public T* X;
        public T* Y;
        public StridedLoop Loop;

        public static int Chunks(int columns) => (int)((columns + Launch.ElementGrain - 1) / Launch.ElementGrain);

        // Nothing is computed, so the vector type does not matter.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>(long begin, long end)
            where V : struct, ILanes<V>
        {
            int chunks = Chunks(Loop.Columns);
            long xStep = Loop.ColumnStride(0), yStep = Loop.ColumnStride(1);
            for (long item = begin; item < end; item++)
            {
                var (row, chunk) = chunks == 1 ? (item, 0) : Math.DivRem(item, chunks);
                Loop.Locate(row, out long xStart, out long yStart, out _);
                long first = chunk * Launch.ElementGrain;
                int count = (int)Math.Min(Launch.ElementGrain, Loop.Columns - first);
                T* x = X + xStart + (first * xStep);
                T* y = Y + yStart + (first * yStep);
                if (xStep == 1 && yStep == 1)
                {
                    new ReadOnlySpan<T>(x, count).CopyTo(new Span<T>(y, count));
                    continue;
                }

                for (int i = 0; i < count; i++)
                    y[i * yStep] = x[i * xStep];
            }
        }
    }
}
