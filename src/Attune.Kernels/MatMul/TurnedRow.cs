using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>
/// One row times the right factor [n, k] as stored, the transpose of the factor (weights of linear layers): lanes are
/// lines, turned in registers. Few lines at a time, so that the processor sees as few streams as it can follow.
/// </summary>
internal static unsafe class TurnedRow<V, TElement>
    where V : struct, ILanes<V>
    where TElement : struct, IElement
{
    // Four floats or eight bfloat16 are turned together.
    private const int StepBytes = 16;

    private const int StepFloats = StepBytes / sizeof(float);

    private const int CacheLineSteps = 64 / StepBytes;

    // The processor does not follow so many streams by itself, so they are fetched so many steps ahead.
    private const int AheadSteps = 512 / StepBytes;

    // Each step fetches some of the lines: as many requests at once as there are lines would wait for each other.
    private static int LinesAhead => Lines / CacheLineSteps;

    private static int StepDepth => StepBytes / TElement.Bytes;

    /// <summary>Lines at a time: two vectors, since each sum waits for the one before.</summary>
    public static int Lines => 2 * V.Count;

    /// <summary>Computes columns [<paramref name="first"/>, + <paramref name="count"/>).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in Product product, float* left, int blockDepth, int first, int count)
    {
        float* sums = stackalloc float[Lines];
        int end = first + count;
        // Pairs of bfloat16 are turned as floats, which lines of an odd length do not allow.
        bool steps = product.Right.Stride * TElement.Bytes % sizeof(float) == 0;
        for (int column = first; column < end; column += Lines)
        {
            int lines = Math.Min(Lines, end - column);
            for (int begin = 0; begin < product.Depth; begin += blockDepth)
            {
                int depth = Math.Min(blockDepth, product.Depth - begin);
                int whole = steps && lines == Lines ? depth / StepDepth * StepDepth : 0;
                byte* at = product.Right.At(column, begin);
                byte* next = begin + depth < product.Depth ? product.Right.At(column, begin + depth) : product.Right.At(column + Lines, 0);
                Sum((float*)at, (float*)next, product.Right.Stride * TElement.Bytes / sizeof(float), left + begin, whole / StepDepth, sums);
                if (whole < depth)
                    SumRest(at, product.Right.Stride, lines, left + begin, whole, depth, sums);
                product.StorePart<V>(sums, Lines, product.C + column, 1, lines, begin > 0 || product.Accumulate);
            }
        }
    }

    /// <summary>The sums of all lines over whole steps; <paramref name="next"/> is where the next ones will be summed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum(float* at, float* next, long lineFloats, float* x, int steps, float* sums)
    {
        V s0 = V.Zero, s1 = V.Zero;
        float* upper = at + (V.Count * lineFloats);
        for (; steps > 0; steps--, at += StepFloats, upper += StepFloats, x += StepDepth)
        {
            float* ahead = steps > AheadSteps ? at + (AheadSteps * StepFloats) : next + ((AheadSteps - steps) * StepFloats);
            ahead += steps % CacheLineSteps * LinesAhead * lineFloats;
            for (int i = 0; i < LinesAhead; i++, ahead += lineFloats)
                Prefetch.Line(ahead);

            V.LoadTransposed(at, lineFloats, out V v0, out V v1, out V v2, out V v3);
            V.LoadTransposed(upper, lineFloats, out V w0, out V w1, out V w2, out V w3);
            TElement.Add(x, v0, v1, v2, v3, w0, w1, w2, w3, ref s0, ref s1);
        }

        V.Store(sums, s0);
        V.Store(sums + V.Count, s1);
    }

    /// <summary>Adds depths that do not fill a step, or those of lines that do not fill two vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumRest(byte* at, long stride, int lines, float* x, int begin, int end, float* sums)
    {
        for (int line = 0; line < lines; line++, at += stride * TElement.Bytes)
        {
            float sum = sums[line];
            for (int p = begin; p < end; p++)
                sum = MathF.FusedMultiplyAdd(x[p], TElement.One(at + (p * TElement.Bytes)), sum);
            sums[line] = sum;
        }
    }
}
