using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>One vector of an elementwise kernel: what it reads, computes and writes at a place.</summary>
internal interface IElementStep : IRowVisitor
{
    /// <summary>Whether results are written past the caches.</summary>
    bool Stream { get; }

    /// <summary>Elements from <paramref name="i"/> on to the first whose result is aligned as stores past the caches need it.</summary>
    long ToAligned<V>(long i)
        where V : struct, ILanes<V>;

    /// <summary>Asks for the operands of element <paramref name="i"/>, which may lie beyond the last one.</summary>
    void Prefetch(long i);
}

/// <summary>How elementwise kernels go through memory.</summary>
/// <remarks>Methods are compiled on their own, for the reason of <see cref="RowSum"/>.</remarks>
internal static class ElementLoop
{
    /// <summary>Elements ahead that operands are asked for: measured; with less, arithmetic and memory overlap less.</summary>
    private const int Ahead = 1024;

    /// <summary>Does elements <paramref name="begin"/> to <paramref name="end"/> - 1. Operands are asked for ahead of their use.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<V, TStep>(TStep step, long begin, long end)
        where V : struct, ILanes<V>
        where TStep : struct, IElementStep
    {
        long i = begin;
        if (step.Stream)
        {
            // A first step up to the alignment that these stores need; a lane's position does not change its bits.
            i += Math.Min(end - begin, step.ToAligned<V>(begin));
            if (i > begin)
                Part<V, TStep>(step, begin, (int)(i - begin));
        }

        i = Whole<V, TStep>(step, i, end);
        if (i < end)
            Part<V, TStep>(step, i, (int)(end - i));
    }

    /// <summary>All whole vectors from <paramref name="i"/> on; gives where they end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Whole<V, TStep>(TStep step, long i, long end)
        where V : struct, ILanes<V>
        where TStep : struct, IElementStep
    {
        for (; i <= end - V.Count; i += V.Count)
        {
            step.Prefetch(i + Ahead);
            step.At<V, WholeReader<V>>(i, default);
        }

        return i;
    }

    /// <summary><paramref name="count"/> elements from <paramref name="i"/> on, at most one vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Part<V, TStep>(TStep step, long i, int count)
        where V : struct, ILanes<V>
        where TStep : struct, IElementStep =>
        step.At<V, PartReader<V>>(i, new(count));
}
