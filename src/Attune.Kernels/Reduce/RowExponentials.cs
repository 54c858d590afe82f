using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>Exponentials along a row, taken relative to its largest element, and their sum.</summary>
internal static unsafe class RowExponentials
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    // Two accumulators: with more, the constants of the exponential leave the registers.
    private const int Block = 512;

    /// <summary>y = exp(x - largest), and the sum of y.</summary>
    [MethodImpl(Inline)]
    public static double Store<V>(float* x, float largest, float* y, long n)
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
                var first = VectorMath.ExpFlushed(V.Load(x + i) - m);
                V.Store(y + i, first);
                a += first;
                var second = VectorMath.ExpFlushed(V.Load(x + i + V.Count) - m);
                V.Store(y + i + V.Count, second);
                b += second;
            }

            for (; i < end; i += V.Count)
            {
                long rest = end - i;
                var last = VectorMath.ExpFlushed(V.LoadUpTo(x + i, rest) - m);
                V.StoreUpTo(y + i, rest, last);
                a += last & RowSum.FirstLanes<V>(rest);
            }

            total += V.Sum(a + b);
        }

        return total;
    }

    /// <summary>The sum of exp(x - largest).</summary>
    [MethodImpl(Inline)]
    public static double Sum<V>(float* x, float largest, long n)
        where V : struct, ILanes<V> =>
        RowSum.Of<V, ExponentialTerm>(new ExponentialTerm(x, largest), n);

    /// <summary>log(sum), by the same instructions on every path.</summary>
    public static float Logarithm(double sum) => Lanes1.First(VectorMath.Log(Lanes1.Create((float)sum)));

    private readonly struct ExponentialTerm(float* x, float largest) : IRowTerm
    {
        [MethodImpl(Inline)]
        public V At<V, TReader>(long i, TReader reader)
            where V : struct, ILanes<V>
            where TReader : struct, IReader<V> =>
            VectorMath.ExpFlushed(reader.Read(x + i) - V.Create(largest));
    }
}

/// <summary>x y.</summary>
internal readonly unsafe struct ElementProduct(float* x, float* y) : IRowTerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V At<V, TReader>(long i, TReader reader)
        where V : struct, ILanes<V>
        where TReader : struct, IReader<V> =>
        reader.Read(x + i) * reader.Read(y + i);
}
