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
            bool isPart = count < width || width < 4;
            if (isPart && source.AlongDepth)
                TransposePart<TElement>(from, source, width, count, depth, panel);
            else if (isPart)
                CopyPart<TElement, Lanes4>(from, source, width, count, depth, panel);
            else if (source.AlongDepth)
                Transpose<TElement>(from, source, width, depth, panel);
            else if (width < 8)
                Copy<TElement, Lanes4>(from, source, width, depth, panel);
            else
                Copy<TElement, Lanes8>(from, source, width, depth, panel);
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
                Prefetch.Line(from + (width * TElement.Bytes));
            for (int line = 0; line < width - V.Count; line += V.Count)
                V.Store(panel + line, TElement.Load<V>(from + (line * TElement.Bytes)));
            V.Store(panel + width - V.Count, TElement.Load<V>(from + ((width - V.Count) * TElement.Bytes)));
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
