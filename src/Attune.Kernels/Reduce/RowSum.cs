using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>Reads and writes a vector: whole, or its first lanes (with zeros in the others).</summary>
internal unsafe interface IReader<V>
    where V : struct, ILanes<V>
{
    V Read(float* source);

    /// <summary>Widened.</summary>
    V Read(BFloat16* source);

    /// <summary>Past the caches when <paramref name="stream"/>; then the target must be aligned and all vectors whole.</summary>
    void Write(float* target, V value, bool stream);

    /// <summary>Rounded.</summary>
    void Write(BFloat16* target, V value, bool stream);
}

/// <summary>Whole vectors.</summary>
internal readonly unsafe struct WholeReader<V> : IReader<V>
    where V : struct, ILanes<V>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Read(float* source) => V.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Read(BFloat16* source) => Bf16Lanes.Load<V>(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(float* target, V value, bool stream)
    {
        if (stream)
            V.StoreNonTemporal(target, value);
        else
            V.Store(target, value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(BFloat16* target, V value, bool stream)
    {
        if (stream)
            Bf16Lanes.StoreNonTemporal(target, value);
        else
            Bf16Lanes.Store(target, value);
    }
}

/// <summary>The first lanes of a vector.</summary>
internal readonly unsafe struct PartReader<V>(int count) : IReader<V>
    where V : struct, ILanes<V>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Read(float* source) => V.LoadPartial(source, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Read(BFloat16* source) => Bf16Lanes.LoadUpTo<V>(source, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(float* target, V value, bool stream) => V.StorePartial(target, count, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(BFloat16* target, V value, bool stream) => Bf16Lanes.StoreUpTo(target, count, value);
}

/// <summary>A term of a sum along a row.</summary>
internal interface IRowTerm
{
    /// <summary>The terms of elements <paramref name="i"/>, i + 1, …; memory must be read through <paramref name="reader"/>.</summary>
    V At<V, TReader>(long i, TReader reader)
        where V : struct, ILanes<V>
        where TReader : struct, IReader<V>;
}

/// <summary>A pair of terms of two sums along a row.</summary>
internal interface IRowTermPair
{
    V At<V, TReader>(long i, TReader reader, out V second)
        where V : struct, ILanes<V>
        where TReader : struct, IReader<V>;
}

/// <summary>Something done to each element of a row.</summary>
internal interface IRowVisitor
{
    void At<V, TReader>(long i, TReader reader)
        where V : struct, ILanes<V>
        where TReader : struct, IReader<V>;
}

/// <summary>
/// Sums along a row: blocks of 1,024 elements with four vector accumulators each, blocks added in order in double precision.
/// The order depends on the length and the vector width only. Lanes beyond the row contribute nothing, whatever the
/// terms give there.
/// </summary>
/// <remarks>Compiled on their own: inlined into a kernel they would exhaust what the JIT inlines at most, and run unoptimized at first.</remarks>
internal static class RowSum
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private const int Block = 1024;

    // Two accumulators for each sum: with four, they would not all stay in 16 registers.
    private const int PairBlock = 512;

    /// <summary>All bits set in the first <paramref name="count"/> lanes.</summary>
    [MethodImpl(Inline)]
    public static V FirstLanes<V>(long count)
        where V : struct, ILanes<V> =>
        V.LessThan(V.Indices, V.Create(count));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Of<V, TTerm>(TTerm term, long n)
        where V : struct, ILanes<V>
        where TTerm : struct, IRowTerm
    {
        double total = 0;
        for (long begin = 0; begin < n; begin += Block)
        {
            long i = begin;
            long end = Math.Min(n, begin + Block);
            V a = V.Zero, b = a, c = a, d = a;
            for (; i <= end - (4 * V.Count); i += 4 * V.Count)
            {
                a += term.At<V, WholeReader<V>>(i, default);
                b += term.At<V, WholeReader<V>>(i + V.Count, default);
                c += term.At<V, WholeReader<V>>(i + (2 * V.Count), default);
                d += term.At<V, WholeReader<V>>(i + (3 * V.Count), default);
            }

            for (; i <= end - V.Count; i += V.Count)
                a += term.At<V, WholeReader<V>>(i, default);
            if (i < end)
                b += term.At<V, PartReader<V>>(i, new((int)(end - i))) & FirstLanes<V>(end - i);
            total += V.Sum(a + b + (c + d));
        }

        return total;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (double First, double Second) OfPair<V, TTerm>(TTerm term, long n)
        where V : struct, ILanes<V>
        where TTerm : struct, IRowTermPair
    {
        double first = 0, second = 0;
        for (long begin = 0; begin < n; begin += PairBlock)
        {
            long i = begin;
            long end = Math.Min(n, begin + PairBlock);
            V a = V.Zero, b = a, c = a, d = a;
            for (; i <= end - (2 * V.Count); i += 2 * V.Count)
            {
                a += term.At<V, WholeReader<V>>(i, default, out var p);
                c += p;
                b += term.At<V, WholeReader<V>>(i + V.Count, default, out var q);
                d += q;
            }

            for (; i <= end - V.Count; i += V.Count)
            {
                a += term.At<V, WholeReader<V>>(i, default, out var p);
                c += p;
            }

            if (i < end)
            {
                var mask = FirstLanes<V>(end - i);
                b += term.At<V, PartReader<V>>(i, new((int)(end - i)), out var p) & mask;
                d += p & mask;
            }

            first += V.Sum(a + b);
            second += V.Sum(c + d);
        }

        return (first, second);
    }

    /// <summary>Visits every element of a row, a vector at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Visit<V, TVisitor>(TVisitor visitor, long n)
        where V : struct, ILanes<V>
        where TVisitor : struct, IRowVisitor
    {
        long i = 0;
        for (; i <= n - V.Count; i += V.Count)
            visitor.At<V, WholeReader<V>>(i, default);
        if (i < n)
            visitor.At<V, PartReader<V>>(i, new((int)(n - i)));
    }
}
