using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>
/// y[r] = sum over e from starts[r] to starts[r + 1] - 1 of weights[e] source[rows[e]], e in order, with <see cref="CompensatedSum{V}"/>: what
/// gathering, scattering, segments and sparse products have in common. Each result is summed by one thread.
/// </summary>
internal unsafe struct RowCombination : IRangeKernel
{
    private const int TileColumns = 128;

    public int* Starts;

    // Null for e itself.
    public int* Rows;

    // Null for 1.
    public float* Weights;
    public float* Source;
    public float* Y;
    public long Channels;

    /// <summary>Divides the sums by the number of their terms.</summary>
    public bool Average;

    /// <summary>Adds to y instead of overwriting it.</summary>
    public bool Accumulate;

    public static void Run(RowCombination combination, long results, long terms)
    {
        long tiles = (combination.Channels + TileColumns - 1) / TileColumns;
        long elementsPerItem = Math.Min(combination.Channels, TileColumns) * Math.Max(1, terms / Math.Max(1, results));
        Launch.Range(ref combination, results * tiles, Launch.RowGrain(elementsPerItem));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<V>(long begin, long end)
        where V : struct, ILanes<V>
    {
        long tiles = (Channels + TileColumns - 1) / TileColumns;
        for (long item = begin; item < end; item++)
        {
            var (result, tile) = Math.DivRem(item, tiles);
            int first = Starts[result], last = Starts[result + 1];
            if (first == last && Accumulate)
                continue;
            V share = V.Create(Average && last > first ? last - first : 1);
            long lastColumn = Math.Min(Channels, (tile + 1) * TileColumns);
            for (long j = tile * TileColumns; j < lastColumn; j += V.Count)
            {
                long rest = lastColumn - j;
                var sum = default(CompensatedSum<V>);
                for (long e = first; e < last; e++)
                {
                    var value = V.LoadUpTo(Source + ((Rows == null ? e : Rows[e]) * Channels) + j, rest);
                    sum.Add(Weights == null ? value : value * V.Create(Weights[e]));
                }

                float* y = Y + (result * Channels) + j;
                var total = Average ? sum.Total / share : sum.Total;
                V.StoreUpTo(y, rest, Accumulate ? V.LoadUpTo(y, rest) + total : total);
            }
        }
    }
}

/// <summary>Entries grouped by a key, each group in the entries' order: counting sort.</summary>
internal static unsafe class Grouping
{
    /// <summary>
    /// Writes where the group of each key starts (keyCount + 1 numbers) and the entries group by group.
    /// </summary>
    public static void By(ReadOnlySpan<int> keys, int keyCount, int* starts, int* entries)
    {
        new Span<int>(starts, keyCount + 1).Clear();
        foreach (int key in keys)
            starts[key + 1]++;
        for (int key = 0; key < keyCount; key++)
            starts[key + 1] += starts[key];
        for (int i = 0; i < keys.Length; i++)
            entries[starts[keys[i]]++] = i;
        // Each start has moved to its group's end, which is the next group's start.
        for (int key = keyCount; key > 0; key--)
            starts[key] = starts[key - 1];
        starts[0] = 0;
    }
}
