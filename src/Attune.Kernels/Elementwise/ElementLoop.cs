using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>One vector of an elementwise kernel: what it reads and computes at a place.</summary>
internal unsafe interface IElementStep
{
    /// <summary>Where the result of element 0 goes.</summary>
    float* Output { get; }

    /// <summary>Asks for the operands of element <paramref name="i"/>, which may lie beyond the last one.</summary>
    void Prefetch(long i);

    /// <summary>The results of elements i, i + 1, …; memory must be read through <paramref name="reader"/>.</summary>
    V At<V, TReader>(long i, TReader reader)
        where V : struct, ILanes<V>
        where TReader : struct, IReader<V>;
}

/// <summary>How elementwise kernels go through memory.</summary>
/// <remarks>Methods are compiled on their own, for the reason of <see cref="RowSum"/>.</remarks>
internal static unsafe class ElementLoop
{
    /// <summary>Elements ahead that operands are asked for: measured; with less, arithmetic and memory overlap less.</summary>
    private const int Ahead = 1024;

    /// <summary>
    /// Writes elements <paramref name="begin"/> to <paramref name="end"/> - 1 of the step's output, past the caches when
    /// <paramref name="stream"/>. Operands are asked for ahead of their use.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<V, TStep>(TStep step, long begin, long end, bool stream)
        where V : struct, ILanes<V>
        where TStep : struct, IElementStep
    {
        long i = begin;
        if (stream)
        {
            // A first step up to the alignment that these stores need; a lane's position does not change its bits.
            i += Math.Min(end - begin, Alignment.ElementsTo<V>(step.Output + begin));
            if (i > begin)
                Part<V, TStep>(step, begin, (int)(i - begin));
        }

        i = Whole<V, TStep>(step, i, end, stream);
        if (i < end)
            Part<V, TStep>(step, i, (int)(end - i));
    }

    /// <summary>All whole vectors from <paramref name="i"/> on; gives where they end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Whole<V, TStep>(TStep step, long i, long end, bool stream)
        where V : struct, ILanes<V>
        where TStep : struct, IElementStep
    {
        float* y = step.Output;
        for (; i <= end - V.Count; i += V.Count)
        {
            step.Prefetch(i + Ahead);
            default(WholeReader<V>).Write(y + i, step.At<V, WholeReader<V>>(i, default), stream);
        }

        return i;
    }

    /// <summary><paramref name="count"/> elements from <paramref name="i"/> on, at most one vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Part<V, TStep>(TStep step, long i, int count)
        where V : struct, ILanes<V>
        where TStep : struct, IElementStep =>
        V.StorePartial(step.Output + i, count, step.At<V, PartReader<V>>(i, new(count)));
}
