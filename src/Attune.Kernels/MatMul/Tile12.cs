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
    public static void Multiply(int depth, in LeftPanel a, in RightPanel right, float* c, long cStride, bool add, in LinesAhead ahead)
    {
        long rowStep = a.RowStep, twoRows = 2 * rowStep, step = a.Step;
        float* a0 = a.Data;
        float* a3 = a0 + (3 * rowStep);
        float* a6 = a3 + (3 * rowStep);
        float* a9 = a6 + (3 * rowStep);
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
        float* b = right.Data;
        long bStep = right.Step, nextStep = ahead.Step;
        float* next = ahead.First;
        float* end = b + (depth * bStep);
        while (b < end)
        {
            // What is wanted next comes a little at a time: all at once, the factors would wait behind it.
            Prefetch.Second(next);
            next += nextStep;
            Tile.PrefetchRow(fetched, Columns);
            fetched = fetched == last ? fetched : fetched + cStride;
            float* stop = b + (Tile.StepsPerLine * bStep);
            stop = stop < end ? stop : end;
            for (; b < stop; b += bStep)
            {
                V b0 = V.Load(b), b1 = V.Load(b + V.Count);
                V x0 = V.Create(a0[0]);
                c00 = V.Fma(x0, b0, c00);
                c01 = V.Fma(x0, b1, c01);
                V x1 = V.Create(a0[rowStep]);
                c10 = V.Fma(x1, b0, c10);
                c11 = V.Fma(x1, b1, c11);
                V x2 = V.Create(a0[twoRows]);
                c20 = V.Fma(x2, b0, c20);
                c21 = V.Fma(x2, b1, c21);
                V x3 = V.Create(a3[0]);
                c30 = V.Fma(x3, b0, c30);
                c31 = V.Fma(x3, b1, c31);
                V x4 = V.Create(a3[rowStep]);
                c40 = V.Fma(x4, b0, c40);
                c41 = V.Fma(x4, b1, c41);
                V x5 = V.Create(a3[twoRows]);
                c50 = V.Fma(x5, b0, c50);
                c51 = V.Fma(x5, b1, c51);
                V x6 = V.Create(a6[0]);
                c60 = V.Fma(x6, b0, c60);
                c61 = V.Fma(x6, b1, c61);
                V x7 = V.Create(a6[rowStep]);
                c70 = V.Fma(x7, b0, c70);
                c71 = V.Fma(x7, b1, c71);
                V x8 = V.Create(a6[twoRows]);
                c80 = V.Fma(x8, b0, c80);
                c81 = V.Fma(x8, b1, c81);
                V x9 = V.Create(a9[0]);
                c90 = V.Fma(x9, b0, c90);
                c91 = V.Fma(x9, b1, c91);
                V xA = V.Create(a9[rowStep]);
                cA0 = V.Fma(xA, b0, cA0);
                cA1 = V.Fma(xA, b1, cA1);
                V xB = V.Create(a9[twoRows]);
                cB0 = V.Fma(xB, b0, cB0);
                cB1 = V.Fma(xB, b1, cB1);
                a0 += step;
                a3 += step;
                a6 += step;
                a9 += step;
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
