using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>
/// Copies a block of a factor into panels of floats: <c>width</c> lines each, laid out [depth, width], the last one filled
/// up with zeros. It rounds nothing, so one form serves every path.
/// </summary>
internal static unsafe class Packing
{
    // Floats in a cache line.
    private const int CacheLine = 16;

    /// <summary>Packs <paramref name="lines"/> lines from depth <paramref name="begin"/> on.</summary>
    public static void Pack(in Operand source, int width, long first, int lines, long begin, int depth, float* target)
    {
        if (source.IsBf16)
            Pack<Bf16Element>(source, width, first, lines, begin, depth, target);
        else
            Pack<FloatElement>(source, width, first, lines, begin, depth, target);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pack<TElement>(in Operand source, int width, long first, int lines, long begin, int depth, float* target)
        where TElement : struct, IElement
    {
        for (int line = 0; line < lines; line += width)
        {
            int count = Math.Min(width, lines - line);
            byte* from = source.At(first + line, begin);
            float* panel = target + ((long)line * depth);
            if (count < width || width < 4)
                PackPart<TElement>(source, width, from, count, depth, panel);
            else if (source.AlongDepth)
                Transpose<TElement>(from, source, width, depth, panel);
            else if (width < 8)
                Copy<TElement, Lanes4>(from, source, width, depth, panel);
            else
                Copy<TElement, Lanes8>(from, source, width, depth, panel);
        }
    }

    /// <summary>Lines contiguous: 4 lines by 4 depths are turned at once; the last 4 lines may overlap those before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose<TElement>(byte* from, in Operand source, int width, int depth, float* panel)
        where TElement : struct, IElement
    {
        long stride = source.Stride, lineBytes = stride * TElement.Bytes;
        bool streamed = source.IsStreamed;
        int whole = depth & ~3;
        for (int p = 0; p < whole; p += CacheLine)
        {
            // A cache line is used up before the next lines are touched: they may all fall into one set of the cache.
            int end = Math.Min(p + CacheLine, whole);
            for (int line = 0; line < width; line += 4)
            {
                int first = Math.Min(line, width - 4);
                byte* row = from + (first * lineBytes);
                for (int next = width; streamed && next < width + 4; next++)
                    Tile.Prefetch(row + (next * lineBytes) + (p * TElement.Bytes));
                for (int q = p; q < end; q += 4)
                {
                    TElement.LoadTransposed(row + (q * TElement.Bytes), stride, out Lanes4 v0, out Lanes4 v1, out Lanes4 v2, out Lanes4 v3);
                    float* to = panel + ((long)q * width) + first;
                    Lanes4.Store(to, v0);
                    Lanes4.Store(to += width, v1);
                    Lanes4.Store(to += width, v2);
                    Lanes4.Store(to + width, v3);
                }
            }
        }

        for (int p = whole; p < depth; p++)
        {
            for (int line = 0; line < width; line++)
                panel[((long)p * width) + line] = TElement.One(from + (line * lineBytes) + (p * TElement.Bytes));
        }
    }

    /// <summary>Depths contiguous: every depth is a short copy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy<TElement, V>(byte* from, in Operand source, int width, int depth, float* panel)
        where TElement : struct, IElement
        where V : struct, ILanes<V>
    {
        long stride = source.Stride * TElement.Bytes;
        bool streamed = source.IsStreamed;
        for (int p = 0; p < depth; p++, from += stride, panel += width)
        {
            if (streamed)
                Tile.Prefetch(from + (width * TElement.Bytes));
            for (int line = 0; line < width - V.Count; line += V.Count)
                V.Store(panel + line, TElement.Load<V>(from + (line * TElement.Bytes)));
            V.Store(panel + width - V.Count, TElement.Load<V>(from + ((width - V.Count) * TElement.Bytes)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackPart<TElement>(in Operand source, int width, byte* from, int count, int depth, float* panel)
        where TElement : struct, IElement
    {
        long lineStep = (source.AlongDepth ? source.Stride : 1) * TElement.Bytes;
        long depthStep = (source.AlongDepth ? 1 : source.Stride) * TElement.Bytes;
        for (int p = 0; p < depth; p++, from += depthStep, panel += width)
        {
            for (int line = 0; line < width; line++)
                panel[line] = line < count ? TElement.One(from + (line * lineStep)) : 0;
        }
    }
}
