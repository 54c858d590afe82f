using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>Rows of a table [V, C] by index: gather, and its gradient scatter-add.</summary>
public static unsafe class Embedding
{
    private const string Operation = "embedding";

    /// <summary>y[i] = table[indices[i]].</summary>
    /// <param name="table">[V, C].</param>
    /// <param name="indices">[N], from 0 to V - 1.</param>
    /// <param name="y">[N, C]; must not overlap <paramref name="table"/>.</param>
    /// <param name="vocabulary">V.</param>
    /// <param name="channels">C.</param>
    /// <exception cref="ArgumentException">A length does not fit, or memory overlaps. An index is not a row of the table; names it and its place.</exception>
    public static void Gather(ReadOnlySpan<float> table, ReadOnlySpan<int> indices, Span<float> y, int vocabulary, int channels)
    {
        Check(table, indices, y, "y", vocabulary, channels);
        Expect.Apart<float, float>(Operation, "y", y, "table", table);
        fixed (float* pTable = table, pY = y)
        fixed (int* pIndices = indices)
        {
            var kernel = new GatherKernel { Table = pTable, Indices = pIndices, Y = pY, Channels = channels };
            Launch.Range(ref kernel, indices.Length, Launch.RowGrain(channels));
        }
    }

    /// <summary>
    /// table[indices[i]] += dy[i]. What falls on one row is summed in the order of i, whatever the number of threads, and then added.
    /// </summary>
    /// <param name="dy">[N, C].</param>
    /// <param name="indices">[N], from 0 to V - 1.</param>
    /// <param name="table">[V, C]; must not overlap <paramref name="dy"/>.</param>
    /// <param name="vocabulary">V.</param>
    /// <param name="channels">C.</param>
    /// <exception cref="ArgumentException">A length does not fit, or memory overlaps. An index is not a row of the table; names it and its place.</exception>
    public static void ScatterAdd(ReadOnlySpan<float> dy, ReadOnlySpan<int> indices, Span<float> table, int vocabulary, int channels)
    {
        Check(table, indices, dy, "dy", vocabulary, channels);
        Expect.Apart(Operation, "table", table, "dy", dy);
        using var starts = Scratch.Rent((vocabulary + 1L) * sizeof(int));
        using var entries = Scratch.Rent((long)indices.Length * sizeof(int));
        Grouping.By(indices, vocabulary, (int*)starts.Bytes, (int*)entries.Bytes);
        fixed (float* pDy = dy, pTable = table)
        {
            var sums = new RowCombination
            {
                Starts = (int*)starts.Bytes,
                Rows = (int*)entries.Bytes,
                Source = pDy,
                Y = pTable,
                Channels = channels,
                Accumulate = true,
            };
            RowCombination.Run(sums, vocabulary, indices.Length);
        }
    }

    private static void Check(ReadOnlySpan<float> table, ReadOnlySpan<int> indices, ReadOnlySpan<float> y, string argument, int vocabulary, int channels)
    {
        Expect.Size(Operation, nameof(vocabulary), vocabulary);
        Expect.Size(Operation, nameof(channels), channels);
        Expect.Length(Operation, "table", (long)vocabulary * channels, table.Length);
        Expect.Length(Operation, argument, (long)indices.Length * channels, y.Length);
        Expect.Indices(Operation, indices, vocabulary, "a vocabulary");
    }

    private struct GatherKernel : IRangeKernel
    {
        public float* Table;
        public int* Indices;
        public float* Y;
        public long Channels;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>(long begin, long end)
            where V : struct, ILanes<V>
        {
            for (long row = begin; row < end; row++)
                new ReadOnlySpan<float>(Table + (Indices[row] * Channels), (int)Channels).CopyTo(new Span<float>(Y + (row * Channels), (int)Channels));
        }
    }
}
