using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Attune.Kernels;

/// <summary>
/// Copies a block of a factor into panels: <c>width</c> lines each, laid out [depth, width], the last one filled up with
/// zeros. Rearranges and computes nothing, so one form serves every width of vectors.
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
            if (count < width)
                PackPart(source, width, from, count, depth, panel);
            else if (source.AlongDepth)
                Transpose(from, source.Stride, width, depth, panel);
            else
                Copy(from, source.Stride, width, depth, panel);
        }
    }

    /// <summary>Lines contiguous: 4 lines by 4 depths are turned at once, then 2 by 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose(float* from, long stride, int width, int depth, float* panel)
    {
        int p = 0;
        for (; p + 4 <= depth; p += 4)
        {
            float* to = panel + ((long)p * width);
            float* row = from + p;
            int line = 0;
            for (; line + 4 <= width; line += 4, row += 4 * stride)
            {
                var (r0, r1) = (Vector128.Load(row), Vector128.Load(row + stride));
                var (r2, r3) = (Vector128.Load(row + (2 * stride)), Vector128.Load(row + (3 * stride)));
                var (low, high) = (Vectors.InterleaveLow(r0, r1), Vectors.InterleaveHigh(r0, r1));
                var (low2, high2) = (Vectors.InterleaveLow(r2, r3), Vectors.InterleaveHigh(r2, r3));
                Vectors.LowHalves(low, low2).Store(to + line);
                Vectors.HighHalves(low, low2).Store(to + width + line);
                Vectors.LowHalves(high, high2).Store(to + (2 * width) + line);
                Vectors.HighHalves(high, high2).Store(to + (3 * width) + line);
            }

            if (line < width)
            {
                var (r0, r1) = (Vector128.Load(row), Vector128.Load(row + stride));
                var (low, high) = (Vectors.InterleaveLow(r0, r1), Vectors.InterleaveHigh(r0, r1));
                low.GetLower().Store(to + line);
                low.GetUpper().Store(to + width + line);
                high.GetLower().Store(to + (2 * width) + line);
                high.GetUpper().Store(to + (3 * width) + line);
            }
        }

        for (; p < depth; p++)
        {
            for (int line = 0; line < width; line++)
                panel[((long)p * width) + line] = from[(line * stride) + p];
        }
    }

    /// <summary>Depths contiguous: every depth is a short copy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy(float* from, long stride, int width, int depth, float* panel)
    {
        for (int p = 0; p < depth; p++, from += stride, panel += width)
        {
            int line = 0;
            for (; line + 4 <= width; line += 4)
                Vector128.Load(from + line).Store(panel + line);
            if (line < width)
                Vector64.Load(from + line).Store(panel + line);
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
