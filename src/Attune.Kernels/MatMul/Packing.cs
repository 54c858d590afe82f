using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>
/// Copies a block of a factor into panels of floats: <c>width</c> lines each, laid out [depth, width], the last one filled
/// up with zeros. It rounds nothing, so one form serves every path.
/// </summary>
internal static unsafe class Packing
{
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
                Transpose<TElement>(from, source.Stride, width, depth, panel);
            else if (width < 8)
                Copy<TElement, Lanes4>(from, source.Stride, width, depth, panel);
            else
                Copy<TElement, Lanes8>(from, source.Stride, width, depth, panel);
        }
    }

    /// <summary>Lines contiguous: 4 lines by 4 depths are turned at once; the last 4 lines may overlap those before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose<TElement>(byte* from, long stride, int width, int depth, float* panel)
        where TElement : struct, IElement
    {
        long lineBytes = stride * TElement.Bytes;
        int p = 0;
        for (; p + 4 <= depth; p += 4, panel += 4L * width, from += 4 * TElement.Bytes)
        {
            for (int line = 0; line < width; line += 4)
            {
                int first = Math.Min(line, width - 4);
                TElement.LoadTransposed(from + (first * lineBytes), stride, out Lanes4 v0, out Lanes4 v1, out Lanes4 v2, out Lanes4 v3);
                float* to = panel + first;
                Lanes4.Store(to, v0);
                Lanes4.Store(to += width, v1);
                Lanes4.Store(to += width, v2);
                Lanes4.Store(to + width, v3);
            }
        }

        for (; p < depth; p++, panel += width, from += TElement.Bytes)
        {
            for (int line = 0; line < width; line++)
                panel[line] = TElement.One(from + (line * lineBytes));
        }
    }

    /// <summary>Depths contiguous: every depth is a short copy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy<TElement, V>(byte* from, long stride, int width, int depth, float* panel)
        where TElement : struct, IElement
        where V : struct, ILanes<V>
    {
        for (int p = 0; p < depth; p++, from += stride * TElement.Bytes, panel += width)
        {
            for (int line = 0; line < width - V.Count; line += V.Count)
                V.Store(panel + line, TElement.Load<V>(from + (line * TElement.Bytes)));
            V.Store(panel + width - V.Count, TElement.Load<V>(from + ((width - V.Count) * TElement.Bytes)));
        }
    }

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
