using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>A tile of 12 rows and 2 vectors: 24 accumulators, for processors with 32 vector registers.</summary>
internal readonly unsafe struct Tile12<V> : ITile
    where V : struct, ILanes<V>
{
    public static int Rows { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => 12; }

    public static int Columns { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => 2 * V.Count; }

    // Longer than other functions because the JIT keeps accumulators in registers only when each is a local of its own.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Multiply(int depth, float* a, float* b, float* c, long cStride, bool add, float* next)
    {
        float* fetched = c;
        float* last = c + ((Rows - 1) * cStride);
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
        float* end = b + ((long)depth * Columns);
        while (b < end)
        {
            // What is wanted next comes a little at a time: all at once, the factors would wait behind it.
            Tile.PrefetchSecond(next);
            next += Tile.CacheLineFloats;
            Tile.PrefetchRow(fetched, Columns);
            fetched = fetched == last ? fetched : fetched + cStride;
            float* stop = b + (Tile.StepsPerLine * Columns);
            stop = stop < end ? stop : end;
            for (; b < stop; b += Columns)
            {
                V b0 = V.Load(b), b1 = V.Load(b + V.Count);
                V a0 = V.Create(a[0]);
                c00 = V.Fma(a0, b0, c00);
                c01 = V.Fma(a0, b1, c01);
                V a1 = V.Create(a[1]);
                c10 = V.Fma(a1, b0, c10);
                c11 = V.Fma(a1, b1, c11);
                V a2 = V.Create(a[2]);
                c20 = V.Fma(a2, b0, c20);
                c21 = V.Fma(a2, b1, c21);
                V a3 = V.Create(a[3]);
                c30 = V.Fma(a3, b0, c30);
                c31 = V.Fma(a3, b1, c31);
                V a4 = V.Create(a[4]);
                c40 = V.Fma(a4, b0, c40);
                c41 = V.Fma(a4, b1, c41);
                V a5 = V.Create(a[5]);
                c50 = V.Fma(a5, b0, c50);
                c51 = V.Fma(a5, b1, c51);
                V a6 = V.Create(a[6]);
                c60 = V.Fma(a6, b0, c60);
                c61 = V.Fma(a6, b1, c61);
                V a7 = V.Create(a[7]);
                c70 = V.Fma(a7, b0, c70);
                c71 = V.Fma(a7, b1, c71);
                V a8 = V.Create(a[8]);
                c80 = V.Fma(a8, b0, c80);
                c81 = V.Fma(a8, b1, c81);
                V a9 = V.Create(a[9]);
                c90 = V.Fma(a9, b0, c90);
                c91 = V.Fma(a9, b1, c91);
                V aA = V.Create(a[10]);
                cA0 = V.Fma(aA, b0, cA0);
                cA1 = V.Fma(aA, b1, cA1);
                V aB = V.Create(a[11]);
                cB0 = V.Fma(aB, b0, cB0);
                cB1 = V.Fma(aB, b1, cB1);
                a += Rows;
            }
        }

        Tile.Finish(c, c00, c01, add);
        Tile.Finish(c += cStride, c10, c11, add);
        Tile.Finish(c += cStride, c20, c21, add);
        Tile.Finish(c += cStride, c30, c31, add);
        Tile.Finish(c += cStride, c40, c41, add);
        Tile.Finish(c += cStride, c50, c51, add);
        Tile.Finish(c += cStride, c60, c61, add);
        Tile.Finish(c += cStride, c70, c71, add);
        Tile.Finish(c += cStride, c80, c81, add);
        Tile.Finish(c += cStride, c90, c91, add);
        Tile.Finish(c += cStride, cA0, cA1, add);
        Tile.Finish(c += cStride, cB0, cB1, add);
    }
}
