using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>
/// The products of one tile of keys with one block of queries. Lanes are queries: a block is <see cref="Width"/> queries,
/// stored transposed [d, Width], and a tile of scores is [key, Width]. So maximum, sum, rescaling and mask need no step
/// across lanes, and the arithmetic of a query does not depend on its neighbours.
/// </summary>
/// <remarks>
/// All but <see cref="AddToKeys"/> compute 4 rows times 3 vectors: 12 accumulators, which with 3 operands and a factor fill
/// 16 registers, at 7 loads for 12 fused multiply-adds. The functions are long because the JIT keeps accumulators in
/// registers only when each is a local of its own.
/// </remarks>
/// <typeparam name="V">The vectors.</typeparam>
internal static unsafe class AttentionTile<V>
    where V : struct, ILanes<V>
{
    /// <summary>Keys in a tile. A maximum is taken and sums begin anew with every tile, so this is part of what the bits depend on.</summary>
    public const int Keys = 64;

    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>Queries in a block.</summary>
    public static int Width { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => 3 * V.Count; }

    /// <summary>tile[key, lane] = rows[key] . block[:, lane], every sum in the order of d; maxima[lane] over the keys.</summary>
    /// <param name="rows">First of <paramref name="count"/> rows of <paramref name="depth"/> elements.</param>
    /// <param name="stride">Elements from one row to the next.</param>
    /// <param name="depth">A multiple of 4.</param>
    [MethodImpl(Hot)]
    public static void Scores(float* rows, long stride, int count, float* block, int depth, float* tile, float* maxima)
    {
        V m0 = V.Create(float.NegativeInfinity), m1 = m0, m2 = m0;
        V.Store(maxima, m0);
        V.Store(maxima + V.Count, m1);
        V.Store(maxima + (2 * V.Count), m2);
        for (int key = 0; key < count; key += 4)
        {
            // Rows beyond the last are the last again: they change no maximum and nobody reads their scores.
            float* k0 = rows + (key * stride);
            float* k1 = key + 1 < count ? k0 + stride : k0;
            float* k2 = key + 2 < count ? k1 + stride : k1;
            float* k3 = key + 3 < count ? k2 + stride : k2;
            V c00 = V.Zero, c01 = V.Zero, c02 = V.Zero;
            V c10 = V.Zero, c11 = V.Zero, c12 = V.Zero;
            V c20 = V.Zero, c21 = V.Zero, c22 = V.Zero;
            V c30 = V.Zero, c31 = V.Zero, c32 = V.Zero;
            float* b = block;
            for (long d = 0; d < depth; d++)
            {
                V b0 = V.Load(b), b1 = V.Load(b + V.Count), b2 = V.Load(b + (2 * V.Count));
                V a = V.Create(k0[d]);
                c00 = V.Fma(a, b0, c00);
                c01 = V.Fma(a, b1, c01);
                c02 = V.Fma(a, b2, c02);
                a = V.Create(k1[d]);
                c10 = V.Fma(a, b0, c10);
                c11 = V.Fma(a, b1, c11);
                c12 = V.Fma(a, b2, c12);
                a = V.Create(k2[d]);
                c20 = V.Fma(a, b0, c20);
                c21 = V.Fma(a, b1, c21);
                c22 = V.Fma(a, b2, c22);
                a = V.Create(k3[d]);
                c30 = V.Fma(a, b0, c30);
                c31 = V.Fma(a, b1, c31);
                c32 = V.Fma(a, b2, c32);
                b += Width;
            }

            float* target = tile + (key * Width);
            Store(target, c00, c01, c02);
            Store(target + Width, c10, c11, c12);
            Store(target + (2 * Width), c20, c21, c22);
            Store(target + (3 * Width), c30, c31, c32);
            Raise(maxima, V.Max(V.Max(c00, c10), V.Max(c20, c30)));
            Raise(maxima + V.Count, V.Max(V.Max(c01, c11), V.Max(c21, c31)));
            Raise(maxima + (2 * V.Count), V.Max(V.Max(c02, c12), V.Max(c22, c32)));
        }
    }

    /// <summary>sums[d, lane] = sums[d, lane] factors[lane] + sum over keys of rows[key][d] tile[key, lane], in the order of keys.</summary>
    [MethodImpl(Hot)]
    public static void AddToBlock(float* rows, long stride, int count, float* tile, int depth, float* sums, float* factors)
    {
        for (int d = 0; d < depth; d += 4)
        {
            V c00 = V.Zero, c01 = V.Zero, c02 = V.Zero;
            V c10 = V.Zero, c11 = V.Zero, c12 = V.Zero;
            V c20 = V.Zero, c21 = V.Zero, c22 = V.Zero;
            V c30 = V.Zero, c31 = V.Zero, c32 = V.Zero;
            float* row = rows + d;
            float* b = tile;
            for (float* end = b + ((long)count * Width); b < end; b += Width)
            {
                V b0 = V.Load(b), b1 = V.Load(b + V.Count), b2 = V.Load(b + (2 * V.Count));
                V a = V.Create(row[0]);
                c00 = V.Fma(a, b0, c00);
                c01 = V.Fma(a, b1, c01);
                c02 = V.Fma(a, b2, c02);
                a = V.Create(row[1]);
                c10 = V.Fma(a, b0, c10);
                c11 = V.Fma(a, b1, c11);
                c12 = V.Fma(a, b2, c12);
                a = V.Create(row[2]);
                c20 = V.Fma(a, b0, c20);
                c21 = V.Fma(a, b1, c21);
                c22 = V.Fma(a, b2, c22);
                a = V.Create(row[3]);
                c30 = V.Fma(a, b0, c30);
                c31 = V.Fma(a, b1, c31);
                c32 = V.Fma(a, b2, c32);
                row += stride;
            }

            float* target = sums + (d * Width);
            V f0 = V.Load(factors), f1 = V.Load(factors + V.Count), f2 = V.Load(factors + (2 * V.Count));
            Rescale(target, f0, f1, f2, c00, c01, c02);
            Rescale(target + Width, f0, f1, f2, c10, c11, c12);
            Rescale(target + (2 * Width), f0, f1, f2, c20, c21, c22);
            Rescale(target + (3 * Width), f0, f1, f2, c30, c31, c32);
        }
    }

    /// <summary>sums[key, d] += sum over the lanes of tile[key, lane] rows[lane, d], in the order of lanes.</summary>
    /// <remarks>6 keys times 2 vectors of d, since few heads have a multiple of 3 vectors.</remarks>
    /// <param name="rows">[Width, depth]</param>
    /// <param name="depth">A multiple of two vectors; the stride of rows and sums too.</param>
    [MethodImpl(Hot)]
    public static void AddToKeys(float* tile, int count, float* rows, int depth, float* sums)
    {
        for (int key = 0; key < count; key += 6)
        {
            float* t0 = tile + (key * Width);
            float* t1 = key + 1 < count ? t0 + Width : t0;
            float* t2 = key + 2 < count ? t1 + Width : t1;
            float* t3 = key + 3 < count ? t2 + Width : t2;
            float* t4 = key + 4 < count ? t3 + Width : t3;
            float* t5 = key + 5 < count ? t4 + Width : t4;
            for (int d = 0; d < depth; d += 2 * V.Count)
            {
                V c00 = V.Zero, c01 = V.Zero;
                V c10 = V.Zero, c11 = V.Zero;
                V c20 = V.Zero, c21 = V.Zero;
                V c30 = V.Zero, c31 = V.Zero;
                V c40 = V.Zero, c41 = V.Zero;
                V c50 = V.Zero, c51 = V.Zero;
                float* b = rows + d;
                for (long lane = 0; lane < Width; lane++)
                {
                    V b0 = V.Load(b), b1 = V.Load(b + V.Count);
                    V a = V.Create(t0[lane]);
                    c00 = V.Fma(a, b0, c00);
                    c01 = V.Fma(a, b1, c01);
                    a = V.Create(t1[lane]);
                    c10 = V.Fma(a, b0, c10);
                    c11 = V.Fma(a, b1, c11);
                    a = V.Create(t2[lane]);
                    c20 = V.Fma(a, b0, c20);
                    c21 = V.Fma(a, b1, c21);
                    a = V.Create(t3[lane]);
                    c30 = V.Fma(a, b0, c30);
                    c31 = V.Fma(a, b1, c31);
                    a = V.Create(t4[lane]);
                    c40 = V.Fma(a, b0, c40);
                    c41 = V.Fma(a, b1, c41);
                    a = V.Create(t5[lane]);
                    c50 = V.Fma(a, b0, c50);
                    c51 = V.Fma(a, b1, c51);
                    b += depth;
                }

                float* target = sums + ((long)key * depth) + d;
                int left = count - key;
                Add(target, c00, c01);
                if (left > 1)
                    Add(target + depth, c10, c11);
                if (left > 2)
                    Add(target + (2 * depth), c20, c21);
                if (left > 3)
                    Add(target + (3 * depth), c30, c31);
                if (left > 4)
                    Add(target + (4 * depth), c40, c41);
                if (left > 5)
                    Add(target + (5 * depth), c50, c51);
            }
        }
    }

    /// <summary>
    /// The part of the online softmax that one tile adds, arXiv:1805.02867: scores become 2^(score - maximum), running
    /// maximum and sum follow, and factors says what earlier sums are to be multiplied by.
    /// </summary>
    [MethodImpl(Hot)]
    public static void Exponentials(float* tile, int count, float* tileMaxima, float* maxima, float* sums, float* factors)
    {
        float* constants = stackalloc float[4];
        var exponential = new AttentionExponential<V>(constants);
        for (int lane = 0; lane < Width; lane += V.Count)
        {
            V before = V.Load(maxima + lane);
            V maximum = V.Max(before, V.Load(tileMaxima + lane));
            V sum = V.Zero;
            float* score = tile + lane;
            float* end = score + ((long)count * Width);
            for (; score + Width < end; score += 2 * Width)
            {
                V weight = V.Load(score) - maximum, next = V.Load(score + Width) - maximum;
                exponential.Of(ref weight, ref next);
                V.Store(score, weight);
                V.Store(score + Width, next);
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* target, V v0, V v1, V v2)
    {
        V.Store(target, v0);
        V.Store(target + V.Count, v1);
        V.Store(target + (2 * V.Count), v2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Raise(float* maximum, V value) => V.Store(maximum, V.Max(V.Load(maximum), value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float* target, V v0, V v1)
    {
        V.Store(target, V.Load(target) + v0);
        V.Store(target + V.Count, V.Load(target + V.Count) + v1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rescale(float* target, V f0, V f1, V f2, V v0, V v1, V v2)
    {
        V.Store(target, V.Fma(V.Load(target), f0, v0));
        V.Store(target + V.Count, V.Fma(V.Load(target + V.Count), f1, v1));
        V.Store(target + (2 * V.Count), V.Fma(V.Load(target + (2 * V.Count)), f2, v2));
    }
}
