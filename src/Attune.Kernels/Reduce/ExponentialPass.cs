using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>
/// One pass of <see cref="Softmax"/>: the exponentials of a row relative to its largest element, the scaled exponentials of the row before, and the
/// largest element of the row after.
/// </summary>
internal unsafe struct ExponentialPass
{
    // Two accumulators: with more, too much leaves the registers.
    private const int Block = 512;

    public float* X;
    public float Largest;
    public float* Exponentials;

    /// <summary>The exponentials of the row before, or null.</summary>
    public float* Former;
    public float FormerFactor;
    public float* FormerY;

    /// <summary>The row after, or any row.</summary>
    public float* Next;
    public long Columns;
    public bool Stream;

    /// <summary>
    /// The sum of the exponentials, and the largest of the next row: any number where that holds NaN, since its sum will be NaN whatever is taken out.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly (double Sum, float NextLargest) Run<V>()
        where V : struct, ILanes<V>
    {
        float* x = X, y = Exponentials, former = Former, formerY = FormerY, next = Next;
        bool stream = Stream;
        V m = V.Create(Largest), factor = V.Create(FormerFactor);
        V c = V.Create(float.NegativeInfinity), d = c;
        double total = 0;
        for (long begin = 0; begin < Columns; begin += Block)
        {
            long i = begin;
            long end = Math.Min(Columns, begin + Block);
            V a = V.Zero, b = a;
            for (; i <= end - (2 * V.Count); i += 2 * V.Count)
            {
                Prefetch.Line(next + i + Prefetch.Ahead);
                Prefetch.Line(next + i + V.Count + Prefetch.Ahead);
                c = V.Max(c, V.Load(next + i));
                d = V.Max(d, V.Load(next + i + V.Count));
                var first = VectorMath.ExpFlushed(V.Load(x + i) - m);
                a += first;
                var second = VectorMath.ExpFlushed(V.Load(x + i + V.Count) - m);
                b += second;

                // All loads come before the stores: rows of a multiple of 4 KiB have the same low bits of their addresses, and a load waits for an
                // earlier store that agrees in those.
                if (former != null)
                {
                    V p = V.Load(former + i) * factor, q = V.Load(former + i + V.Count) * factor;
                    default(WholeReader<V>).Write(formerY + i, p, stream);
                    default(WholeReader<V>).Write(formerY + i + V.Count, q, stream);
                }

                V.Store(y + i, first);
                V.Store(y + i + V.Count, second);
            }

            for (; i < end; i += V.Count)
            {
                long rest = end - i;
                var isInside = RowSum.FirstLanes<V>(rest);
                c = V.Max(c, V.Select(isInside, V.LoadUpTo(next + i, rest), V.Create(float.NegativeInfinity)));
                if (former != null)
                    V.StoreUpTo(formerY + i, rest, V.LoadUpTo(former + i, rest) * factor);
                var last = VectorMath.ExpFlushed(V.LoadUpTo(x + i, rest) - m);
                V.StoreUpTo(y + i, rest, last);
                a += last & isInside;
            }

            total += V.Sum(a + b);
        }

        return (total, V.MaxAcross(V.Max(c, d)));
    }
}
