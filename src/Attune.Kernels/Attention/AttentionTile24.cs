using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>The products of <see cref="AttentionTile{V}"/> for processors with 32 vector registers: 24 accumulators, 3 operands and a factor.</summary>
internal static unsafe class AttentionTile24<V>
    where V : struct, ILanes<V>
{
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    private static int Width { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => AttentionTile<V>.Width; }

    /// <summary><see cref="AttentionTile{V}.Scores"/>, 8 keys times 3 vectors at a time.</summary>
    [MethodImpl(Hot)]
    public static void Scores(float* rows, long stride, int count, float* block, int depth, float* tile, float* maxima, AttentionAhead* ahead)
    {
        V none = V.Create(float.NegativeInfinity);
        if (maxima != null)
            AttentionTile<V>.Store(maxima, none, none, none);
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
            V c00 = V.Zero, c01 = V.Zero, c02 = V.Zero;
            V c10 = V.Zero, c11 = V.Zero, c12 = V.Zero;
            V c20 = V.Zero, c21 = V.Zero, c22 = V.Zero;
            V c30 = V.Zero, c31 = V.Zero, c32 = V.Zero;
            V c40 = V.Zero, c41 = V.Zero, c42 = V.Zero;
            V c50 = V.Zero, c51 = V.Zero, c52 = V.Zero;
            V c60 = V.Zero, c61 = V.Zero, c62 = V.Zero;
            V c70 = V.Zero, c71 = V.Zero, c72 = V.Zero;
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
                a = V.Create(k4[d]);
                c40 = V.Fma(a, b0, c40);
                c41 = V.Fma(a, b1, c41);
                c42 = V.Fma(a, b2, c42);
                a = V.Create(k5[d]);
                c50 = V.Fma(a, b0, c50);
                c51 = V.Fma(a, b1, c51);
                c52 = V.Fma(a, b2, c52);
                a = V.Create(k6[d]);
                c60 = V.Fma(a, b0, c60);
                c61 = V.Fma(a, b1, c61);
                c62 = V.Fma(a, b2, c62);
                a = V.Create(k7[d]);
                c70 = V.Fma(a, b0, c70);
                c71 = V.Fma(a, b1, c71);
                c72 = V.Fma(a, b2, c72);
                b += Width;
            }

            float* target = tile + (key * Width);
            AttentionTile<V>.Store(target, c00, c01, c02);
            AttentionTile<V>.Store(target + Width, c10, c11, c12);
            AttentionTile<V>.Store(target + (2 * Width), c20, c21, c22);
            AttentionTile<V>.Store(target + (3 * Width), c30, c31, c32);
            AttentionTile<V>.Store(target + (4 * Width), c40, c41, c42);
            AttentionTile<V>.Store(target + (5 * Width), c50, c51, c52);
            AttentionTile<V>.Store(target + (6 * Width), c60, c61, c62);
            AttentionTile<V>.Store(target + (7 * Width), c70, c71, c72);
            if (maxima == null)
                continue;
            AttentionTile<V>.Raise(maxima, V.Max(V.Max(V.Max(c00, c10), V.Max(c20, c30)), V.Max(V.Max(c40, c50), V.Max(c60, c70))));
            AttentionTile<V>.Raise(maxima + V.Count, V.Max(V.Max(V.Max(c01, c11), V.Max(c21, c31)), V.Max(V.Max(c41, c51), V.Max(c61, c71))));
            AttentionTile<V>.Raise(maxima + (2 * V.Count), V.Max(V.Max(V.Max(c02, c12), V.Max(c22, c32)), V.Max(V.Max(c42, c52), V.Max(c62, c72))));
        }
    }

    /// <summary><see cref="AttentionTile{V}.AddToBlock"/>, 8 elements of a head times 3 vectors at a time.</summary>
    /// <param name="depth">A multiple of 8.</param>
    [MethodImpl(Hot)]
    public static void AddToBlock(float* rows, long stride, int count, float* tile, int depth, float* sums, float* factors)
    {
        for (int d = 0; d < depth; d += 8)
        {
            V c00 = V.Zero, c01 = V.Zero, c02 = V.Zero;
            V c10 = V.Zero, c11 = V.Zero, c12 = V.Zero;
            V c20 = V.Zero, c21 = V.Zero, c22 = V.Zero;
            V c30 = V.Zero, c31 = V.Zero, c32 = V.Zero;
            V c40 = V.Zero, c41 = V.Zero, c42 = V.Zero;
            V c50 = V.Zero, c51 = V.Zero, c52 = V.Zero;
            V c60 = V.Zero, c61 = V.Zero, c62 = V.Zero;
            V c70 = V.Zero, c71 = V.Zero, c72 = V.Zero;
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
                a = V.Create(row[4]);
                c40 = V.Fma(a, b0, c40);
                c41 = V.Fma(a, b1, c41);
                c42 = V.Fma(a, b2, c42);
                a = V.Create(row[5]);
                c50 = V.Fma(a, b0, c50);
                c51 = V.Fma(a, b1, c51);
                c52 = V.Fma(a, b2, c52);
                a = V.Create(row[6]);
                c60 = V.Fma(a, b0, c60);
                c61 = V.Fma(a, b1, c61);
                c62 = V.Fma(a, b2, c62);
                a = V.Create(row[7]);
                c70 = V.Fma(a, b0, c70);
                c71 = V.Fma(a, b1, c71);
                c72 = V.Fma(a, b2, c72);
                row += stride;
            }

            float* target = sums + (d * Width);
            V f0 = V.Load(factors), f1 = V.Load(factors + V.Count), f2 = V.Load(factors + (2 * V.Count));
            AttentionTile<V>.Rescale(target, f0, f1, f2, c00, c01, c02);
            AttentionTile<V>.Rescale(target + Width, f0, f1, f2, c10, c11, c12);
            AttentionTile<V>.Rescale(target + (2 * Width), f0, f1, f2, c20, c21, c22);
            AttentionTile<V>.Rescale(target + (3 * Width), f0, f1, f2, c30, c31, c32);
            AttentionTile<V>.Rescale(target + (4 * Width), f0, f1, f2, c40, c41, c42);
            AttentionTile<V>.Rescale(target + (5 * Width), f0, f1, f2, c50, c51, c52);
            AttentionTile<V>.Rescale(target + (6 * Width), f0, f1, f2, c60, c61, c62);
            AttentionTile<V>.Rescale(target + (7 * Width), f0, f1, f2, c70, c71, c72);
        }
    }

    /// <summary><see cref="AttentionTile{V}.AddToRows"/>, 12 rows times 2 vectors of d at a time.</summary>
    /// <param name="count">A multiple of 12.</param>
    [MethodImpl(Hot)]
    public static void AddToRows(float* tile, long rowStep, long step, int steps, int count, float* rows, int depth, float* sums)
    {
        long twoRows = 2 * rowStep;
        for (int row = 0; row < count; row += 12)
        {
            for (int d = 0; d < depth; d += 2 * V.Count)
            {
                V c00 = V.Zero, c01 = V.Zero;
                V c10 = V.Zero, c11 = V.Zero;
                V c20 = V.Zero, c21 = V.Zero;
                V c30 = V.Zero, c31 = V.Zero;
                V c40 = V.Zero, c41 = V.Zero;
                V c50 = V.Zero, c51 = V.Zero;
                V c60 = V.Zero, c61 = V.Zero;
                V c70 = V.Zero, c71 = V.Zero;
                V c80 = V.Zero, c81 = V.Zero;
                V c90 = V.Zero, c91 = V.Zero;
                V cA0 = V.Zero, cA1 = V.Zero;
                V cB0 = V.Zero, cB1 = V.Zero;
                float* t0 = tile + (row * rowStep);
                float* t3 = t0 + (3 * rowStep);
                float* t6 = t3 + (3 * rowStep);
                float* t9 = t6 + (3 * rowStep);
                float* b = rows + d;
                for (int i = 0; i < steps; i++)
                {
                    V b0 = V.Load(b), b1 = V.Load(b + V.Count);
                    V a = V.Create(t0[0]);
                    c00 = V.Fma(a, b0, c00);
                    c01 = V.Fma(a, b1, c01);
                    a = V.Create(t0[rowStep]);
                    c10 = V.Fma(a, b0, c10);
                    c11 = V.Fma(a, b1, c11);
                    a = V.Create(t0[twoRows]);
                    c20 = V.Fma(a, b0, c20);
                    c21 = V.Fma(a, b1, c21);
                    a = V.Create(t3[0]);
                    c30 = V.Fma(a, b0, c30);
                    c31 = V.Fma(a, b1, c31);
                    a = V.Create(t3[rowStep]);
                    c40 = V.Fma(a, b0, c40);
                    c41 = V.Fma(a, b1, c41);
                    a = V.Create(t3[twoRows]);
                    c50 = V.Fma(a, b0, c50);
                    c51 = V.Fma(a, b1, c51);
                    a = V.Create(t6[0]);
                    c60 = V.Fma(a, b0, c60);
                    c61 = V.Fma(a, b1, c61);
                    a = V.Create(t6[rowStep]);
                    c70 = V.Fma(a, b0, c70);
                    c71 = V.Fma(a, b1, c71);
                    a = V.Create(t6[twoRows]);
                    c80 = V.Fma(a, b0, c80);
                    c81 = V.Fma(a, b1, c81);
                    a = V.Create(t9[0]);
                    c90 = V.Fma(a, b0, c90);
                    c91 = V.Fma(a, b1, c91);
                    a = V.Create(t9[rowStep]);
                    cA0 = V.Fma(a, b0, cA0);
                    cA1 = V.Fma(a, b1, cA1);
                    a = V.Create(t9[twoRows]);
                    cB0 = V.Fma(a, b0, cB0);
                    cB1 = V.Fma(a, b1, cB1);
                    t0 += step;
                    t3 += step;
                    t6 += step;
                    t9 += step;
                    b += depth;
                }

                float* target = sums + ((long)row * depth) + d;
                AttentionTile<V>.Add(target, c00, c01);
                AttentionTile<V>.Add(target += depth, c10, c11);
                AttentionTile<V>.Add(target += depth, c20, c21);
                AttentionTile<V>.Add(target += depth, c30, c31);
                AttentionTile<V>.Add(target += depth, c40, c41);
                AttentionTile<V>.Add(target += depth, c50, c51);
                AttentionTile<V>.Add(target += depth, c60, c61);
                AttentionTile<V>.Add(target += depth, c70, c71);
                AttentionTile<V>.Add(target += depth, c80, c81);
                AttentionTile<V>.Add(target += depth, c90, c91);
                AttentionTile<V>.Add(target += depth, cA0, cA1);
                AttentionTile<V>.Add(target += depth, cB0, cB1);
            }
        }
    }
}
