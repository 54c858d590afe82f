using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>
/// The products of <see cref="AttentionTile{V}"/> for a block of less than three vectors, one at a time: the queries of decoding and of short sentences,
/// where three would compute for nothing. 8 accumulators are what keeps two multipliers of four cycles busy.
/// </summary>
internal static unsafe class AttentionTileNarrow<V>
    where V : struct, ILanes<V>
{
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary><see cref="AttentionTile{V}.Scores"/>, 8 keys at a time.</summary>
    [MethodImpl(Hot)]
    public static void Scores(int width, float* rows, long stride, int count, float* block, int depth, float* tile, float* maxima, AttentionAhead* ahead)
    {
        for (int lane = 0; lane < width; lane += V.Count)
            ScoresOfVector(width, rows, stride, count, block + lane, depth, tile + lane, maxima == null ? null : maxima + lane, lane == 0 ? ahead : null);
    }

    /// <summary><see cref="AttentionTile{V}.AddToBlock"/>, 8 elements of a head at a time.</summary>
    [MethodImpl(Hot)]
    public static void AddToBlock(int width, float* rows, long stride, int count, float* tile, int depth, float* sums, float* factors)
    {
        for (int lane = 0; lane < width; lane += V.Count)
            AddToVector(width, rows, stride, count, tile + lane, depth, sums + lane, factors + lane);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ScoresOfVector(int width, float* rows, long stride, int count, float* block, int depth, float* tile, float* maxima, AttentionAhead* ahead)
    {
        if (maxima != null)
            V.Store(maxima, V.Create(float.NegativeInfinity));
        for (int key = 0; key < count; key += 8)
        {
            if (ahead != null)
                ahead->Step();
            // Rows beyond the last are the last again: they change no maximum and nobody reads their scores.
            float* k0 = rows + (key * stride);
            float* k1 = key + 1 < count ? k0 + stride : k0;
            float* k2 = key + 2 < count ? k1 + stride : k1;
            float* k3 = key + 3 < count ? k2 + stride : k2;
            float* k4 = key + 4 < count ? k3 + stride : k3;
            float* k5 = key + 5 < count ? k4 + stride : k4;
            float* k6 = key + 6 < count ? k5 + stride : k5;
            float* k7 = key + 7 < count ? k6 + stride : k6;
            V c0 = V.Zero, c1 = V.Zero, c2 = V.Zero, c3 = V.Zero, c4 = V.Zero, c5 = V.Zero, c6 = V.Zero, c7 = V.Zero;
            float* b = block;
            for (long d = 0; d < depth; d++, b += width)
            {
                V query = V.Load(b);
                c0 = V.Fma(query, V.Create(k0[d]), c0);
                c1 = V.Fma(query, V.Create(k1[d]), c1);
                c2 = V.Fma(query, V.Create(k2[d]), c2);
                c3 = V.Fma(query, V.Create(k3[d]), c3);
                c4 = V.Fma(query, V.Create(k4[d]), c4);
                c5 = V.Fma(query, V.Create(k5[d]), c5);
                c6 = V.Fma(query, V.Create(k6[d]), c6);
                c7 = V.Fma(query, V.Create(k7[d]), c7);
            }

            float* target = tile + (key * width);
            V.Store(target, c0);
            V.Store(target + width, c1);
            V.Store(target + (2 * width), c2);
            V.Store(target + (3 * width), c3);
            V.Store(target + (4 * width), c4);
            V.Store(target + (5 * width), c5);
            V.Store(target + (6 * width), c6);
            V.Store(target + (7 * width), c7);
            if (maxima != null)
                AttentionTile<V>.Raise(maxima, V.Max(V.Max(V.Max(c0, c1), V.Max(c2, c3)), V.Max(V.Max(c4, c5), V.Max(c6, c7))));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddToVector(int width, float* rows, long stride, int count, float* tile, int depth, float* sums, float* factors)
    {
        V factor = V.Load(factors);
        for (int d = 0; d < depth; d += 8)
        {
            // Where only 4 are left, they are computed twice and stored once.
            int half = depth - d > 4 ? 4 : 0;
            V c0 = V.Zero, c1 = V.Zero, c2 = V.Zero, c3 = V.Zero, c4 = V.Zero, c5 = V.Zero, c6 = V.Zero, c7 = V.Zero;
            float* first = rows + d;
            float* second = first + half;
            float* b = tile;
            for (float* end = b + ((long)count * width); b < end; b += width)
            {
                V weight = V.Load(b);
                c0 = V.Fma(weight, V.Create(first[0]), c0);
                c1 = V.Fma(weight, V.Create(first[1]), c1);
                c2 = V.Fma(weight, V.Create(first[2]), c2);
                c3 = V.Fma(weight, V.Create(first[3]), c3);
                c4 = V.Fma(weight, V.Create(second[0]), c4);
                c5 = V.Fma(weight, V.Create(second[1]), c5);
                c6 = V.Fma(weight, V.Create(second[2]), c6);
                c7 = V.Fma(weight, V.Create(second[3]), c7);
                first += stride;
                second += stride;
            }

            float* target = sums + ((long)d * width);
            Rescale(target, width, factor, c0, c1, c2, c3);
            if (half != 0)
                Rescale(target + (4 * width), width, factor, c4, c5, c6, c7);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rescale(float* target, int width, V factor, V v0, V v1, V v2, V v3)
    {
        V.Store(target, V.Fma(V.Load(target), factor, v0));
        V.Store(target += width, V.Fma(V.Load(target), factor, v1));
        V.Store(target += width, V.Fma(V.Load(target), factor, v2));
        V.Store(target += width, V.Fma(V.Load(target), factor, v3));
    }
}
