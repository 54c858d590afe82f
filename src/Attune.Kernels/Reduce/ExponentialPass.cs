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
        var (sum, nextLargest) = Whole<V>(out long i);
        for (; i < Columns; i += V.Count)
        {
            long rest = Columns - i;
            var isInside = RowSum.FirstLanes<V>(rest);
            V next = V.Select(isInside, V.LoadUpTo(Next + i, rest), V.Create(float.NegativeInfinity));
            nextLargest = MathF.Max(nextLargest, V.MaxAcross(next));
            if (Former != null)
                V.StoreUpTo(FormerY + i, rest, V.LoadUpTo(Former + i, rest) * V.Create(FormerFactor));
            var last = VectorMath.ExpFlushed(V.LoadUpTo(X + i, rest) - V.Create(Largest));
            V.StoreUpTo(Exponentials + i, rest, last);
            sum += V.Sum(last & isInside);
        }

        return (sum, nextLargest);
    }

    /// <summary>The same for all whole pairs of vectors; <paramref name="i"/> is where they end.</summary>
    /// <remarks>Nothing is called here: what lives across a call would leave the registers in every turn of the loop.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly (double Sum, float NextLargest) Whole<V>(out long i)
        where V : struct, ILanes<V>
    {
        float* x = X, y = Exponentials, former = Former, formerY = FormerY, next = Next;
        bool stream = Stream;
        V m = V.Create(Largest), factor = V.Create(FormerFactor);
        V c = V.Create(float.NegativeInfinity), d = c;
        double total = 0;
        long at = 0;
        for (long whole = Columns - (2 * V.Count); at <= whole;)
        {
            long end = Math.Min(whole, at + Block - (2 * V.Count));
            V a = V.Zero, b = a;
            for (; at <= end; at += 2 * V.Count)
            {
                Prefetch.Line(next + at + Prefetch.Ahead);
                Prefetch.Line(next + at + V.Count + Prefetch.Ahead);
                c = V.Max(c, V.Load(next + at));
                d = V.Max(d, V.Load(next + at + V.Count));
                var first = VectorMath.ExpFlushed(V.Load(x + at) - m);
                a += first;
                var second = VectorMath.ExpFlushed(V.Load(x + at + V.Count) - m);
                b += second;

                // All loads come before the stores: rows of a multiple of 4 KiB have the same low bits of their addresses, and a load waits for an
                // earlier store that agrees in those.
                if (former != null)
                {
                    V p = V.Load(former + at) * factor, q = V.Load(former + at + V.Count) * factor;
                    default(WholeReader<V>).Write(formerY + at, p, stream);
                    default(WholeReader<V>).Write(formerY + at + V.Count, q, stream);
                }

                V.Store(y + at, first);
                V.Store(y + at + V.Count, second);
            }

            total += V.Sum(a + b);
        }

        i = at;
        return (total, V.MaxAcross(V.Max(c, d)));
    }
}
