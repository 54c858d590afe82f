using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Attune.Kernels;

/// <summary>
/// Copies a block of a factor into panels of floats: <c>width</c> lines each, laid out [depth, width], the last one filled
/// up with zeros. It rounds nothing, so one form serves every path.
/// </summary>
internal static unsafe class Packing
{
    // Floats in a cache line.
    private const int CacheLine = 16;

    // Depths that are copied to all panels before the next ones are: memory is read in long runs.
    private const int RunDepths = 16;

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
        int whole = width < 4 ? 0 : lines / width;
        if (!source.AlongDepth && width <= Lanes8.Count)
            CopyPanels<TElement, Lanes8>(source, width, first, whole, begin, depth, target);
        else if (!source.AlongDepth && Vector512.IsHardwareAccelerated)
            CopyPanels<TElement, Lanes16>(source, width, first, whole, begin, depth, target);
        else if (!source.AlongDepth)
            CopyPanels<TElement, Lanes8>(source, width, first, whole, begin, depth, target);
        for (int panel = 0; source.AlongDepth && panel < whole; panel++)
            Transpose<TElement>(source.At(first + ((long)panel * width), begin), source, width, depth, target + ((long)panel * width * depth));
        for (int line = whole * width; line < lines; line += width)
        {
            byte* from = source.At(first + line, begin);
            int count = Math.Min(width, lines - line);
            if (source.AlongDepth)
                TransposePart<TElement>(from, source, width, count, depth, target + ((long)line * depth));
            else
                CopyPart<TElement, Lanes4>(from, source, width, count, depth, target + ((long)line * depth));
        }
    }

    /// <summary>Lines contiguous: 8 or 4 lines by 4 depths are turned at once; the last 4 lines may overlap those before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose<TElement>(byte* from, in Operand source, int width, int depth, float* panel)
        where TElement : struct, IElement
    {
        long stride = source.Stride, lineBytes = stride * TElement.Bytes;
        bool streamed = source.IsStreamed;
        int whole = depth & ~3, eights = width & ~7;
        for (int p = 0; p < whole; p += CacheLine)
        {
            // A cache line is used up before the next lines are touched: they may all fall into one set of the cache.
            int end = Math.Min(p + CacheLine, whole);
            for (int line = 0; streamed && line < width; line++)
                Prefetch.Line(from + ((width + line) * lineBytes) + (p * TElement.Bytes));
            int first = 0;
            for (; first < eights; first += Lanes8.Count)
                Turn<TElement, Lanes8>(from + (first * lineBytes), stride, width, p, end, panel + first);
            for (; first < width; first += Lanes4.Count)
            {
                int last = Math.Min(first, width - Lanes4.Count);
                Turn<TElement, Lanes4>(from + (last * lineBytes), stride, width, p, end, panel + last);
            }
        }

        for (int p = whole; p < depth; p++)
        {
            for (int line = 0; line < width; line++)
                panel[((long)p * width) + line] = TElement.One(from + (line * lineBytes) + (p * TElement.Bytes));
        }
    }

    /// <summary>As many lines as lanes, depths <paramref name="begin"/> to <paramref name="end"/> - 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn<TElement, V>(byte* row, long stride, int width, int begin, int end, float* panel)
        where TElement : struct, IElement
        where V : struct, ILanes<V>
    {
        for (int p = begin; p < end; p += 4)
        {
            TElement.LoadTransposed(row + (p * TElement.Bytes), stride, out V v0, out V v1, out V v2, out V v3);
            float* to = panel + ((long)p * width);
            V.Store(to, v0);
            V.Store(to += width, v1);
            V.Store(to += width, v2);
            V.Store(to + width, v3);
        }
    }

    /// <summary>Depths contiguous: every depth is a short copy, some depths to all panels before the next ones.</summary>
    private static void CopyPanels<TElement, V>(in Operand source, int width, long first, int panels, long begin, int depth, float* target)
        where TElement : struct, IElement
        where V : struct, ILanes<V>
    {
        for (int p = 0; p < depth; p += RunDepths)
        {
            int count = Math.Min(RunDepths, depth - p);
            for (int panel = 0; panel < panels; panel++)
            {
                byte* from = source.At(first + ((long)panel * width), begin + p);
                float* to = target + ((((long)panel * depth) + p) * width);
                bool isLast = p + count == depth;
                Copy<TElement, V>(from, source.Stride * TElement.Bytes, width, isLast ? count - 1 : count, to);
                if (isLast)
                    CopyPart<TElement, V>(from + ((count - 1) * source.Stride * TElement.Bytes), source, width, width, 1, to + ((count - 1) * width));
            }
        }
    }

    /// <summary>Depths of one panel, in whole vectors: what is too much of one depth is overwritten by the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy<TElement, V>(byte* from, long depthBytes, int width, int depth, float* panel)
        where TElement : struct, IElement
        where V : struct, ILanes<V>
    {
        long run = RunDepths * depthBytes;
        byte* end = from + (depth * depthBytes);
        if (width <= V.Count)
        {
            for (; from < end; from += depthBytes, panel += width)
            {
                Prefetch.Line(from + run);
                V.Store(panel, TElement.Load<V>(from));
            }
        }
        else if (width <= 2 * V.Count)
        {
            for (; from < end; from += depthBytes, panel += width)
            {
                Prefetch.Line(from + run);
                Prefetch.Line(from + run + (V.Count * TElement.Bytes));
                V.Store(panel, TElement.Load<V>(from));
                V.Store(panel + V.Count, TElement.Load<V>(from + (V.Count * TElement.Bytes)));
            }
        }
        else
        {
            for (; from < end; from += depthBytes, panel += width)
            {
                for (int line = 0; line < width; line += V.Count)
                    V.Store(panel + line, TElement.Load<V>(from + (line * TElement.Bytes)));
            }
        }
    }

    /// <summary>Lines contiguous, fewer than fill a panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposePart<TElement>(byte* from, in Operand source, int width, int count, int depth, float* panel)
        where TElement : struct, IElement
    {
        for (int p = 0; p < depth; p++, from += TElement.Bytes, panel += width)
        {
            for (int line = 0; line < width; line++)
                panel[line] = line < count ? TElement.One(from + (line * source.Stride * TElement.Bytes)) : 0;
        }
    }

    /// <summary>Depths contiguous, fewer lines than fill a panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyPart<TElement, V>(byte* from, in Operand source, int width, int count, int depth, float* panel)
        where TElement : struct, IElement
        where V : struct, ILanes<V>
    {
        for (int p = 0; p < depth; p++, from += source.Stride * TElement.Bytes, panel += width)
        {
            for (int line = 0; line < width; line += V.Count)
                V.StoreUpTo(panel + line, width - line, line < count ? TElement.LoadUpTo<V>(from + (line * TElement.Bytes), count - line) : V.Zero);
        }
    }
}
