using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>
/// Copies a block of a bfloat16 factor into panels of pairs: <c>width</c> lines each, laid out [depth / 2, width, 2], the
/// last panel and an odd last depth filled up with zeros.
/// </summary>
internal static unsafe class Bf16Packing
{
    // Depths that are copied to all panels before the next ones are: memory is read in long runs.
    private const int RunDepths = 16;

    // Elements in a cache line.
    private const int CacheLine = 32;

    // Depths that are transposed at once.
    private const int StepDepths = 8;

    /// <summary>Pairs that cover a depth.</summary>
    public static int Pairs(int depth) => (depth + 1) / 2;

    /// <summary>Packs <paramref name="lines"/> lines from depth <paramref name="begin"/> on, as many at once as there are lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack<V>(in Operand source, int width, long first, int lines, long begin, int depth, byte* target)
        where V : struct, ILanes<V>
    {
        int pairs = Pairs(depth);
        int whole = width % V.Count == 0 && (!source.AlongDepth || source.Stride % 2 == 0) ? lines / width : 0;
        if (!source.AlongDepth)
            InterleavePanels<V>(source, width, first, whole, begin, depth, target);
        for (int panel = 0; source.AlongDepth && panel < whole; panel++)
            Transpose<V>((ushort*)source.At(first + ((long)panel * width), begin), source, width, depth, (uint*)target + ((long)panel * width * pairs));
        for (int line = whole * width; line < lines; line += width)
        {
            var from = (ushort*)source.At(first + line, begin);
            var (lineStep, depthStep) = source.AlongDepth ? (source.Stride, 1L) : (1L, source.Stride);
            PackPart(from, lineStep, depthStep, width, Math.Min(width, lines - line), depth, (uint*)target + ((long)line * pairs));
        }
    }

    /// <summary>Lines contiguous: a pair is one 32-bit number, of which lanes by 4 are turned at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose<V>(ushort* from, in Operand source, int width, int depth, uint* panel)
        where V : struct, ILanes<V>
    {
        long stride = source.Stride;
        bool streamed = source.IsStreamed;
        int whole = depth & ~(StepDepths - 1);
        for (int p = 0; p < whole; p += CacheLine)
        {
            // A cache line is used up before the next lines are touched: they may all fall into one set of the cache.
            int end = Math.Min(p + CacheLine, whole);
            for (int line = 0; streamed && line < width; line++)
                Prefetch.Line(from + ((width + line) * stride) + p);
            for (int line = 0; line < width; line += V.Count)
            {
                float* to = (float*)panel + ((long)p / 2 * width) + line;
                for (int q = p; q < end; q += StepDepths, to += StepDepths / 2 * width)
                {
                    V.LoadTransposed((float*)(from + (line * stride) + q), stride / 2, out var v0, out var v1, out var v2, out var v3);
                    V.Store(to, v0);
                    V.Store(to + width, v1);
                    V.Store(to + (2 * width), v2);
                    V.Store(to + (3 * width), v3);
                }
            }
        }

        PackPart(from + whole, stride, 1, width, width, depth - whole, panel + ((long)whole / 2 * width));
    }

    /// <summary>Depths contiguous: two neighbouring depths are interleaved, some depths for all panels before the next ones.</summary>
    private static void InterleavePanels<V>(in Operand source, int width, long first, int panels, long begin, int depth, byte* target)
        where V : struct, ILanes<V>
    {
        for (int p = 0; p < depth; p += RunDepths)
        {
            for (int panel = 0; panel < panels; panel++)
            {
                var to = (uint*)target + ((((long)panel * Pairs(depth)) + (p / 2)) * width);
                Interleave<V>((ushort*)source.At(first + ((long)panel * width), begin + p), source.Stride, width, Math.Min(RunDepths, depth - p), to);
            }
        }
    }

    /// <summary>Depths of one panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Interleave<V>(ushort* from, long stride, int width, int depth, uint* panel)
        where V : struct, ILanes<V>
    {
        int p = 0;
        for (; p + 2 <= depth; p += 2, from += 2 * stride, panel += width)
        {
            Prefetch.Line(from + (RunDepths * stride));
            Prefetch.Line(from + ((RunDepths + 1) * stride));
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
