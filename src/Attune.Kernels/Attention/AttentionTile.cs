using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>
/// The products of one tile of keys with one block of queries. Lanes are queries: a block is <see cref="Width"/> queries,
/// stored transposed [d, Width], and a tile of scores is [key, Width]. So maximum, sum, rescaling and mask need no step
/// across lanes, and the arithmetic of a query does not depend on its neighbours.
/// </summary>
/// <remarks>
/// <see cref="AttentionTile12{V}"/> and <see cref="AttentionTile24{V}"/> compute the products, as many accumulators at a time as
/// the processor has registers for, and <see cref="AttentionTileNarrow{V}"/> those of narrower blocks; the bits are the same.
/// </remarks>
/// <typeparam name="V">The vectors.</typeparam>
internal static unsafe class AttentionTile<V>
    where V : struct, ILanes<V>
{
    /// <summary>Keys in a tile. A maximum is taken and sums begin anew with every tile, so this is part of what the bits depend on.</summary>
    public const int Keys = 64;

    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>Queries in a whole block.</summary>
    public static int Width { [MethodImpl(Inline)] get => 3 * V.Count; }

    /// <summary>Queries in the next block where <paramref name="lanes"/> are left: the last block has no more vectors than hold them.</summary>
    [MethodImpl(Inline)]
    public static int WidthFor(int lanes) => Math.Min(Padded(lanes), Width);

    /// <summary>Queries in all blocks of <paramref name="lanes"/> queries.</summary>
    [MethodImpl(Inline)]
    public static int Padded(int lanes) => (lanes + V.Count - 1) / V.Count * V.Count;

    /// <summary>tile[key, lane] = rows[key] . block[:, lane], every sum in the order of d; maxima[lane] over the keys, where wanted.</summary>
    /// <param name="width">Of the block, from <see cref="WidthFor"/>.</param>
    /// <param name="rows">First of <paramref name="count"/> rows of <paramref name="depth"/> elements.</param>
    /// <param name="stride">Elements from one row to the next.</param>
    /// <param name="tile">Room for <paramref name="count"/> rows, rounded up to a multiple of 8.</param>
    [MethodImpl(Inline)]
    public static void Scores(
        int width, float* rows, long stride, int count, float* block, int depth, float* tile, float* maxima = null, AttentionAhead* ahead = null)
    {
        if (width < Width)
            AttentionTileNarrow<V>.Scores(width, rows, stride, count, block, depth, tile, maxima, ahead);
        else if (V.HasManyRegisters)
            AttentionTile24<V>.Scores(rows, stride, count, block, depth, tile, maxima, ahead);
        else
            AttentionTile12<V>.Scores(rows, stride, count, block, depth, tile, maxima, ahead);
    }

    /// <summary>sums[d, lane] = sums[d, lane] factors[lane] + sum over keys of rows[key][d] tile[key, lane], in the order of keys.</summary>
    /// <param name="width">As for <see cref="Scores"/>.</param>
    /// <param name="depth">A multiple of 4.</param>
    [MethodImpl(Inline)]
    public static void AddToBlock(int width, float* rows, long stride, int count, float* tile, int depth, float* sums, float* factors)
    {
        if (width < Width)
        {
            AttentionTileNarrow<V>.AddToBlock(width, rows, stride, count, tile, depth, sums, factors);
            return;
        }

        int whole = V.HasManyRegisters ? depth & ~7 : 0;
        if (whole > 0)
            AttentionTile24<V>.AddToBlock(rows, stride, count, tile, whole, sums, factors);
        if (whole < depth)
            AttentionTile12<V>.AddToBlock(rows + whole, stride, count, tile, depth - whole, sums + ((long)whole * Width), factors);
    }

    /// <summary>
    /// sums[i, d] += sum over j of tile[i <paramref name="rowStep"/> + j <paramref name="step"/>] rows[j, d], in the order of j:
    /// from queries to the gradients of keys and values, or from keys to those of queries.
    /// </summary>
    /// <param name="steps">Number of rows, that is of j.</param>
    /// <param name="count">Number of sums, that is of i.</param>
    /// <param name="depth">A multiple of two vectors; the stride of rows and sums too.</param>
    [MethodImpl(Inline)]
    public static void AddToRows(float* tile, long rowStep, long step, int steps, int count, float* rows, int depth, float* sums)
    {
        int whole = V.HasManyRegisters ? count / 12 * 12 : 0;
        if (whole > 0)
            AttentionTile24<V>.AddToRows(tile, rowStep, step, steps, whole, rows, depth, sums);
        if (whole < count)
            AttentionTile12<V>.AddToRows(tile + (whole * rowStep), rowStep, step, steps, count - whole, rows, depth, sums + ((long)whole * depth));
    }

    /// <summary>
    /// The part of the online softmax that one tile adds, arXiv:1805.02867: scores become 2^(score - maximum), running
    /// maximum and sum follow, and factors says what earlier sums are to be multiplied by.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Exponentials(int width, float* tile, int count, float* tileMaxima, float* maxima, float* sums, float* factors)
    {
        float* constants = stackalloc float[4];
        var exponential = new AttentionExponential<V>(constants);
        for (int lane = 0; lane < width; lane += V.Count)
        {
            V before = V.Load(maxima + lane);
            V maximum = V.Max(before, V.Load(tileMaxima + lane));
            V sum = V.Zero;
            float* score = tile + lane;
            float* end = score + ((long)count * width);
            for (; score + width < end; score += 2 * width)
            {
                V weight = V.Load(score) - maximum, next = V.Load(score + width) - maximum;
                exponential.Of(ref weight, ref next);
                V.Store(score, weight);
                V.Store(score + width, next);
                // One after the other, so that the sum does not depend on where the tile begins.
                sum += weight;
                sum += next;
            }

            if (score < end)
            {
                V weight = exponential.Of(V.Load(score) - maximum);
                V.Store(score, weight);
                sum += weight;
            }

            V factor = exponential.Of(before - maximum);
            V.Store(factors + lane, factor);
            V.Store(sums + lane, V.Fma(V.Load(sums + lane), factor, sum));
            V.Store(maxima + lane, maximum);
        }
    }

    [MethodImpl(Inline)]
    public static void Store(float* target, V v0, V v1, V v2)
    {
        V.Store(target, v0);
        V.Store(target + V.Count, v1);
        V.Store(target + (2 * V.Count), v2);
    }

    [MethodImpl(Inline)]
    public static void Raise(float* maximum, V value) => V.Store(maximum, V.Max(V.Load(maximum), value));

    [MethodImpl(Inline)]
    public static void Add(float* target, V v0, V v1)
    {
        V.Store(target, V.Load(target) + v0);
        V.Store(target + V.Count, V.Load(target + V.Count) + v1);
    }

    [MethodImpl(Inline)]
    public static void Rescale(float* target, V f0, V f1, V f2, V v0, V v1, V v2)
    {
        V.Store(target, V.Fma(V.Load(target), f0, v0));
        V.Store(target + V.Count, V.Fma(V.Load(target + V.Count), f1, v1));
        V.Store(target + (2 * V.Count), V.Fma(V.Load(target + (2 * V.Count)), f2, v2));
    }
}
