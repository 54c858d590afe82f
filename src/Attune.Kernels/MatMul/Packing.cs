using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>
/// Copies a block of a factor into panels: <c>width</c> lines each, laid out [depth, width], the last one filled up with
/// zeros. It computes nothing, so one form serves every path.
/// </summary>
internal static unsafe class Packing
{
    /// <summary>Packs <paramref name="lines"/> lines from depth <paramref name="begin"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(in Operand source, int width, long first, int lines, long begin, int depth, float* target)
    {
        for (int line = 0; line < lines; line += width)
        {
            int count = Math.Min(width, lines - line);
            var from = (float*)source.At(first + line, begin, sizeof(float));
            float* panel = target + ((long)line * depth);
            if (count < width || width < 4)
                PackPart(source, width, from, count, depth, panel);
            else if (source.AlongDepth)
                Transpose(from, source.Stride, width, depth, panel);
            else if (width < 8)
                Copy<Lanes4>(from, source.Stride, width, depth, panel);
            else
                Copy<Lanes8>(from, source.Stride, width, depth, panel);
        }
    }

    /// <summary>Lines contiguous: 4 lines by 4 depths are turned at once; the last 4 lines may overlap those before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose(float* from, long stride, int width, int depth, float* panel)
    {
        int p = 0;
        for (; p + 4 <= depth; p += 4, panel += 4L * width, from += 4)
        {
            for (int line = 0; line < width; line += 4)
            {
                int first = Math.Min(line, width - 4);
                Lanes4.LoadTransposed(from + (first * stride), stride, out var v0, out var v1, out var v2, out var v3);
                float* to = panel + first;
                Lanes4.Store(to, v0);
                Lanes4.Store(to += width, v1);
                Lanes4.Store(to += width, v2);
                Lanes4.Store(to + width, v3);
            }
        }

        for (; p < depth; p++, panel += width, from++)
        {
            for (int line = 0; line < width; line++)
                panel[line] = from[line * stride];
        }
    }

    /// <summary>Depths contiguous: every depth is a short copy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy<V>(float* from, long stride, int width, int depth, float* panel)
        where V : struct, ILanes<V>
    {
        for (int p = 0; p < depth; p++, from += stride, panel += width)
        {
            for (int line = 0; line < width - V.Count; line += V.Count)
                V.Store(panel + line, V.Load(from + line));
            V.Store(panel + width - V.Count, V.Load(from + width - V.Count));
        }
    }

    private static void PackPart(in Operand source, int width, float* from, int count, int depth, float* panel)
    {
        long lineStep = source.AlongDepth ? source.Stride : 1;
        long depthStep = source.AlongDepth ? 1 : source.Stride;
        for (int p = 0; p < depth; p++, from += depthStep, panel += width)
        {
            for (int line = 0; line < width; line++)
                panel[line] = line < count ? from[line * lineStep] : 0;
        }
    }
}
