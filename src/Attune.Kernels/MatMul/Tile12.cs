using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>A tile of 12 rows and 2 vectors: 24 accumulators, for processors with 32 vector registers.</summary>
internal readonly unsafe struct Tile12<V> : ITile
    where V : struct, ILanes<V>
{
    public static int Rows { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => 12; }

    public static int Columns { [MethodImpl(MethodImplOptions.AggressiveInlining)] get => 2 * V.Count; }

    // Longer than other functions because the JIT keeps accumulators in registers only when each is a local of its own. Three pointers reach all rows by the processor's
    // scaled addressing: with more, some would lie on the stack.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Multiply(int depth, in LeftPanel a, in RightPanel right, float* c, long cStride, bool add, in LinesAhead ahead)
    {
        nint row = (nint)a.RowStep * sizeof(float), threeRows = 3 * row, step = (nint)a.Step * sizeof(float);
        byte* a0 = (byte*)a.Data;
        byte* a4 = a0 + (4 * row);
        byte* a8 = a4 + (4 * row);
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
        nint bStep = (nint)right.Step;
        float* next = ahead.First;
        nint nextStep = (nint)ahead.Step;
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
                V x0 = V.Create(*(float*)a0);
                c00 = V.Fma(x0, b0, c00);
                c01 = V.Fma(x0, b1, c01);
                V x1 = V.Create(*(float*)(a0 + row));
                c10 = V.Fma(x1, b0, c10);
                c11 = V.Fma(x1, b1, c11);
                V x2 = V.Create(*(float*)(a0 + (row * 2)));
                c20 = V.Fma(x2, b0, c20);
                c21 = V.Fma(x2, b1, c21);
                V x3 = V.Create(*(float*)(a0 + threeRows));
                c30 = V.Fma(x3, b0, c30);
                c31 = V.Fma(x3, b1, c31);
                V x4 = V.Create(*(float*)a4);
                c40 = V.Fma(x4, b0, c40);
                c41 = V.Fma(x4, b1, c41);
                V x5 = V.Create(*(float*)(a4 + row));
                c50 = V.Fma(x5, b0, c50);
                c51 = V.Fma(x5, b1, c51);
                V x6 = V.Create(*(float*)(a4 + (row * 2)));
                c60 = V.Fma(x6, b0, c60);
                c61 = V.Fma(x6, b1, c61);
                V x7 = V.Create(*(float*)(a4 + threeRows));
                c70 = V.Fma(x7, b0, c70);
                c71 = V.Fma(x7, b1, c71);
                V x8 = V.Create(*(float*)a8);
                c80 = V.Fma(x8, b0, c80);
                c81 = V.Fma(x8, b1, c81);
                V x9 = V.Create(*(float*)(a8 + row));
                c90 = V.Fma(x9, b0, c90);
                c91 = V.Fma(x9, b1, c91);
                V xA = V.Create(*(float*)(a8 + (row * 2)));
                cA0 = V.Fma(xA, b0, cA0);
                cA1 = V.Fma(xA, b1, cA1);
                V xB = V.Create(*(float*)(a8 + threeRows));
                cB0 = V.Fma(xB, b0, cB0);
                cB1 = V.Fma(xB, b1, cB1);
                a0 += step;
                a4 += step;
                a8 += step;
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
