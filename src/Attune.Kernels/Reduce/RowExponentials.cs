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
        double total = SumWhole<V>(x, largest, n, out long i);
        for (; i < n; i += V.Count)
            total += V.Sum(VectorMath.ExpFlushed(V.LoadUpTo(x + i, n - i) - V.Create(largest)) & RowSum.FirstLanes<V>(n - i));
        return total;
    }

    /// <summary>The sum over all whole pairs of vectors; <paramref name="end"/> is where they end.</summary>
    /// <remarks>Nothing is called here: what lives across a call would leave the registers in every turn of the loop.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double SumWhole<V>(float* x, float largest, long n, out long end)
        where V : struct, ILanes<V>
    {
        V m = V.Create(largest);
        double total = 0;
        long whole = n & (-2 * V.Count);
        for (long i = 0; i < whole;)
        {
            V a = V.Zero, b = a;
            for (long last = Math.Min(whole, i + Block); i < last; i += 2 * V.Count)
            {
                a += VectorMath.ExpFlushed(V.Load(x + i) - m);
                b += VectorMath.ExpFlushed(V.Load(x + i + V.Count) - m);
            }

            total += V.Sum(a + b);
        }

        end = whole;
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
