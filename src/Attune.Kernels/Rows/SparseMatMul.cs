using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>
/// Y = A X for a sparse A [M, K] in compressed rows (CSR) and a dense X [K, C]: the entries of row i of A are numbers offsets[i] to
/// offsets[i + 1] - 1 of columns and values. Entries may repeat; they add up.
/// </summary>
/// <remarks>A row's entries are summed in order with <see cref="CompensatedSum{V}"/>; a row's bits depend on its entries only.</remarks>
public static unsafe class SparseMatMul
{
    private const string Operation = "sparse_matmul";

    /// <summary>y = A x.</summary>
    /// <param name="offsets">[M + 1], from 0, never falling, to the number of entries E.</param>
    /// <param name="columns">[E], from 0 to K - 1.</param>
    /// <param name="values">[E].</param>
    /// <param name="x">[K, C].</param>
    /// <param name="y">[M, C]; must not overlap <paramref name="x"/>.</param>
    /// <param name="rows">M.</param>
    /// <param name="depth">K.</param>
    /// <param name="channels">C.</param>
    /// <exception cref="ArgumentException">A length or an offset does not fit, or memory overlaps. A column is not one of A.</exception>
    public static void Forward(
        ReadOnlySpan<int> offsets, ReadOnlySpan<int> columns, ReadOnlySpan<float> values, ReadOnlySpan<float> x, Span<float> y, int rows, int depth,
        int channels)
    {
        Check(offsets, columns, values, x, y, "y", rows, depth, channels);
        Expect.Apart(Operation, "y", y, "x", x);
        fixed (int* pOffsets = offsets, pColumns = columns)
        fixed (float* pValues = values, pX = x, pY = y)
        {
            var product = new RowCombination { Starts = pOffsets, Rows = pColumns, Weights = pValues, Source = pX, Y = pY, Channels = channels };
            RowCombination.Run(product, rows, columns.Length);
        }
    }

    /// <summary>Overwrites dX = A^T dY and, for each entry, dValues = dY[its row] . X[its column].</summary>
    /// <param name="offsets">[M + 1].</param>
    /// <param name="columns">[E].</param>
    /// <param name="values">[E].</param>
    /// <param name="x">[K, C].</param>
    /// <param name="dy">[M, C].</param>
    /// <param name="dValues">[E], or empty when not wanted.</param>
    /// <param name="dx">[K, C], or empty when not wanted; overlaps neither <paramref name="x"/> nor <paramref name="dy"/>.</param>
    /// <param name="rows">M.</param>
    /// <param name="depth">K.</param>
    /// <param name="channels">C.</param>
    /// <exception cref="ArgumentException">A length or an offset does not fit, or memory overlaps. A column is not one of A.</exception>
    public static void Backward(
        ReadOnlySpan<int> offsets, ReadOnlySpan<int> columns, ReadOnlySpan<float> values, ReadOnlySpan<float> x, ReadOnlySpan<float> dy,
        Span<float> dValues, Span<float> dx, int rows, int depth, int channels)
    {
        Check(offsets, columns, values, x, dy, "dy", rows, depth, channels);
        Expect.OptionalLength(Operation, "dValues", columns.Length, dValues.Length);
        Expect.OptionalLength(Operation, "dx", x.Length, dx.Length);
        Expect.Apart(Operation, "dx", dx, "x", x);
        Expect.Apart(Operation, "dx", dx, "dy", dy);
        fixed (int* pOffsets = offsets, pColumns = columns)
        fixed (float* pX = x, pDy = dy, pDValues = dValues)
        {
            if (!dValues.IsEmpty)
            {
                var dots = new EntryGradient { Offsets = pOffsets, Columns = pColumns, X = pX, Dy = pDy, DValues = pDValues, Channels = channels };
                Launch.Range(ref dots, rows, Launch.RowGrain(channels * (1L + (columns.Length / rows))));
            }
        }

        if (!dx.IsEmpty)
            Transposed(offsets, columns, values, dy, dx, rows, depth, channels);
    }

    private static void Transposed(
        ReadOnlySpan<int> offsets, ReadOnlySpan<int> columns, ReadOnlySpan<float> values, ReadOnlySpan<float> dy, Span<float> dx, int rows, int depth,
        int channels)
    {
        using var starts = Scratch.Rent((depth + 1L) * sizeof(int));
        using var entries = Scratch.Rent((long)columns.Length * sizeof(int));
        using var weights = Scratch.Rent((long)columns.Length * sizeof(float));
        int* entry = (int*)entries.Bytes;
        Grouping.By(columns, depth, (int*)starts.Bytes, entry);
        for (int e = 0; e < columns.Length; e++)
        {
            weights.Floats[e] = values[entry[e]];
            entry[e] = RowOf(offsets, entry[e]);
        }

        fixed (float* pDy = dy, pDx = dx)
        {
            var product = new RowCombination
            {
                Starts = (int*)starts.Bytes,
                Rows = entry,
                Weights = weights.Floats,
                Source = pDy,
                Y = pDx,
                Channels = channels,
            };
            RowCombination.Run(product, depth, columns.Length);
        }
    }

    /// <summary>The last row that begins at or before an entry: of rows that begin at the same entry all others are empty.</summary>
    private static int RowOf(ReadOnlySpan<int> offsets, int entry)
    {
        int low = 0, high = offsets.Length - 1;
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            if (offsets[middle] <= entry)
                low = middle;
            else
                high = middle;
        }

        return low;
    }

    private static void Check(
        ReadOnlySpan<int> offsets, ReadOnlySpan<int> columns, ReadOnlySpan<float> values, ReadOnlySpan<float> x, ReadOnlySpan<float> y, string argument,
        int rows, int depth, int channels)
    {
        Expect.Size(Operation, nameof(depth), depth);
        Expect.Size(Operation, nameof(channels), channels);
        Expect.Offsets(Operation, offsets, rows, columns.Length);
        Expect.Length(Operation, "values", columns.Length, values.Length);
        Expect.Length(Operation, "x", (long)depth * channels, x.Length);
        Expect.Length(Operation, argument, (long)rows * channels, y.Length);
        Expect.Indices(Operation, columns, depth, "columns");
    }

    private struct EntryGradient : IRangeKernel
    {
        public int* Offsets;
        public int* Columns;
        public float* X;
        public float* Dy;
        public float* DValues;
        public long Channels;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>(long begin, long end)
            where V : struct, ILanes<V>
        {
            for (long row = begin; row < end; row++)
            {
                for (long e = Offsets[row]; e < Offsets[row + 1]; e++)
                    DValues[e] = (float)RowSum.Of<V, ElementProduct>(new ElementProduct(Dy + (row * Channels), X + (Columns[e] * Channels)), Channels);
            }
        }
    }
}
