using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>The products of <see cref="AttentionTile{V}"/> for processors with 16 vector registers: 12 accumulators, 3 operands and a factor.</summary>
/// <remarks>The functions are long because the JIT keeps accumulators in registers only when each is a local of its own.</remarks>
internal static unsafe class AttentionTile12<V>
    where V : struct, ILanes<V>
{
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    private static int Width { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => AttentionTile<V>.Width; }

    /// <summary><see cref="AttentionTile{V}.Scores"/>, 4 keys times 3 vectors at a time.</summary>
    [MethodImpl(Hot)]
    public static void Scores(float* rows, long stride, int count, float* block, int depth, float* tile, float* maxima, AttentionAhead* ahead)
    {
        V none = V.Create(float.NegativeInfinity);
        if (maxima != null)
            AttentionTile<V>.Store(maxima, none, none, none);
        for (int key = 0; key < count; key += 4)
        {
            if (ahead != null)
                ahead->Step();
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
            AttentionTile<V>.Store(target, c00, c01, c02);
            AttentionTile<V>.Store(target + Width, c10, c11, c12);
            AttentionTile<V>.Store(target + (2 * Width), c20, c21, c22);
            AttentionTile<V>.Store(target + (3 * Width), c30, c31, c32);
            if (maxima == null)
                continue;
            AttentionTile<V>.Raise(maxima, V.Max(V.Max(c00, c10), V.Max(c20, c30)));
            AttentionTile<V>.Raise(maxima + V.Count, V.Max(V.Max(c01, c11), V.Max(c21, c31)));
            AttentionTile<V>.Raise(maxima + (2 * V.Count), V.Max(V.Max(c02, c12), V.Max(c22, c32)));
        }
    }

    /// <summary><see cref="AttentionTile{V}.AddToBlock"/>, 4 elements of a head times 3 vectors at a time.</summary>
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
            AttentionTile<V>.Rescale(target, f0, f1, f2, c00, c01, c02);
            AttentionTile<V>.Rescale(target + Width, f0, f1, f2, c10, c11, c12);
            AttentionTile<V>.Rescale(target + (2 * Width), f0, f1, f2, c20, c21, c22);
            AttentionTile<V>.Rescale(target + (3 * Width), f0, f1, f2, c30, c31, c32);
        }
    }

    /// <summary><see cref="AttentionTile{V}.AddToRows"/>, 6 rows times 2 vectors of d at a time, since few heads have a multiple of 3 vectors.</summary>
    [MethodImpl(Hot)]
    public static void AddToRows(float* tile, long rowStep, long step, int steps, int count, float* rows, int depth, float* sums)
    {
        for (int row = 0; row < count; row += 6)
        {
            int left = count - row;
            for (int d = 0; d < depth; d += 2 * V.Count)
            {
                float* t0 = tile + (row * rowStep);
                float* t1 = left > 1 ? t0 + rowStep : t0;
                float* t2 = left > 2 ? t1 + rowStep : t1;
                float* t3 = left > 3 ? t2 + rowStep : t2;
                float* t4 = left > 4 ? t3 + rowStep : t3;
                float* t5 = left > 5 ? t4 + rowStep : t4;
                V c00 = V.Zero, c01 = V.Zero;
                V c10 = V.Zero, c11 = V.Zero;
                V c20 = V.Zero, c21 = V.Zero;
                V c30 = V.Zero, c31 = V.Zero;
                V c40 = V.Zero, c41 = V.Zero;
                V c50 = V.Zero, c51 = V.Zero;
                float* b = rows + d;
                long at = 0;
                for (int i = 0; i < steps; i++)
                {
                    V b0 = V.Load(b), b1 = V.Load(b + V.Count);
                    V a = V.Create(t0[at]);
                    c00 = V.Fma(a, b0, c00);
                    c01 = V.Fma(a, b1, c01);
                    a = V.Create(t1[at]);
                    c10 = V.Fma(a, b0, c10);
                    c11 = V.Fma(a, b1, c11);
                    a = V.Create(t2[at]);
                    c20 = V.Fma(a, b0, c20);
                    c21 = V.Fma(a, b1, c21);
                    a = V.Create(t3[at]);
                    c30 = V.Fma(a, b0, c30);
                    c31 = V.Fma(a, b1, c31);
                    a = V.Create(t4[at]);
                    c40 = V.Fma(a, b0, c40);
                    c41 = V.Fma(a, b1, c41);
                    a = V.Create(t5[at]);
                    c50 = V.Fma(a, b0, c50);
                    c51 = V.Fma(a, b1, c51);
                    at += step;
                    b += depth;
                }

                float* target = sums + ((long)row * depth) + d;
                AttentionTile<V>.Add(target, c00, c01);
                if (left > 1)
                    AttentionTile<V>.Add(target + depth, c10, c11);
                if (left > 2)
                    AttentionTile<V>.Add(target + (2 * depth), c20, c21);
                if (left > 3)
                    AttentionTile<V>.Add(target + (3 * depth), c30, c31);
                if (left > 4)
                    AttentionTile<V>.Add(target + (4 * depth), c40, c41);
                if (left > 5)
                    AttentionTile<V>.Add(target + (5 * depth), c50, c51);
            }
        }
    }
}
