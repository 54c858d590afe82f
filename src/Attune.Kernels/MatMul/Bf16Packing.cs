using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>
/// Copies a block of a bfloat16 factor into panels of pairs: <c>width</c> lines each, laid out [depth / 2, width, 2], the
/// last panel and an odd last depth filled up with zeros.
/// </summary>
internal static unsafe class Bf16Packing
{
    /// <summary>Pairs that cover a depth.</summary>
    public static int Pairs(int depth) => (depth + 1) / 2;

    /// <summary>Packs <paramref name="lines"/> lines from depth <paramref name="begin"/> on, as many at once as there are lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack<V>(in Operand source, int width, long first, int lines, long begin, int depth, byte* target)
        where V : struct, ILanes<V>
    {
        int pairs = Pairs(depth);
        for (int line = 0; line < lines; line += width)
        {
            int count = Math.Min(width, lines - line);
            var from = (ushort*)source.At(first + line, begin);
            uint* panel = (uint*)target + ((long)line * pairs);
            bool whole = count == width && width % V.Count == 0;
            if (whole && !source.AlongDepth)
                Interleave<V>(from, source.Stride, width, depth, panel);
            else if (whole && source.Stride % 2 == 0)
                Transpose<V>(from, source.Stride, width, depth, panel);
            else
                PackPart(from, source.AlongDepth ? source.Stride : 1, source.AlongDepth ? 1 : source.Stride, width, count, depth, panel);
        }
    }

    /// <summary>Lines contiguous: a pair is one 32-bit number, of which lanes by 4 are turned at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose<V>(ushort* from, long stride, int width, int depth, uint* panel)
        where V : struct, ILanes<V>
    {
        // Down the whole depth before the next lines: rows that lie a page apart share few places in the cache.
        int steps = depth / 8;
        for (int line = 0; line < width; line += V.Count)
        {
            var source = (float*)(from + (line * stride));
            float* to = (float*)panel + line;
            for (int step = 0; step < steps; step++, source += 4, to += 4 * width)
            {
                V.LoadTransposed(source, stride / 2, out var v0, out var v1, out var v2, out var v3);
                V.Store(to, v0);
                V.Store(to + width, v1);
                V.Store(to + (2 * width), v2);
                V.Store(to + (3 * width), v3);
            }
        }

        PackPart(from + (8 * steps), stride, 1, width, width, depth - (8 * steps), panel + (4L * steps * width));
    }

    /// <summary>Depths contiguous: two neighbouring depths are interleaved.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Interleave<V>(ushort* from, long stride, int width, int depth, uint* panel)
        where V : struct, ILanes<V>
    {
        int p = 0;
        for (; p + 2 <= depth; p += 2, from += 2 * stride, panel += width)
        {
            for (int line = 0; line < width; line += V.Count)
                V.Store((float*)panel + line, V.LoadHalfBits(from + line) | V.ShiftLeftBits(V.LoadHalfBits(from + stride + line), 16));
        }

        for (int line = 0; p < depth && line < width; line += V.Count)
            V.Store((float*)panel + line, V.LoadHalfBits(from + line));
    }

    /// <summary>Any number of lines with any steps.</summary>
    private static void PackPart(ushort* from, long lineStep, long depthStep, int width, int count, int depth, uint* panel)
    {
        for (int line = 0; line < width; line++, from += lineStep)
        {
            uint* to = panel + line;
            ushort* at = from;
            for (int p = 0; p < depth; p += 2, at += 2 * depthStep, to += width)
            {
                *to = line >= count ? 0
                    : p + 1 < depth ? at[0] | ((uint)at[depthStep] << 16)
                    : at[0];
            }
        }
    }
}
