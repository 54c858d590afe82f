using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>Exponentials along a row, taken relative to its largest element, and their sum.</summary>
internal static unsafe class RowExponentials
{
    // Two accumulators: with more, too much leaves the registers.
    private const int Block = 512;

    /// <summary>The sum of exp(x - largest).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Sum<V>(float* x, float largest, long n)
        where V : struct, ILanes<V>
    {
        V m = V.Create(largest);
        double total = 0;
        for (long begin = 0; begin < n; begin += Block)
        {
            long i = begin;
            long end = Math.Min(n, begin + Block);
            V a = V.Zero, b = a;
            for (; i <= end - (2 * V.Count); i += 2 * V.Count)
            {
                a += VectorMath.ExpFlushed(V.Load(x + i) - m);
                b += VectorMath.ExpFlushed(V.Load(x + i + V.Count) - m);
            }

            for (; i < end; i += V.Count)
                a += VectorMath.ExpFlushed(V.LoadUpTo(x + i, end - i) - m) & RowSum.FirstLanes<V>(end - i);
            total += V.Sum(a + b);
        }

        return total;
    }

    /// <summary>log(sum), by the same instructions on every path.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Logarithm(double sum) => Lanes1.First(VectorMath.Log(Lanes1.Create((float)sum)));
}

/// <summary>x y.</summary>
internal readonly unsafe struct ElementProduct(float* x, float* y) : IRowTerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(long i)
    {
        Kernels.Prefetch.Line(x + i + Kernels.Prefetch.Ahead);
        Kernels.Prefetch.Line(y + i + Kernels.Prefetch.Ahead);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V At<V, TReader>(long i, TReader reader)
        where V : struct, ILanes<V>
        where TReader : struct, IReader<V> =>
        reader.Read(x + i) * reader.Read(y + i);
}
