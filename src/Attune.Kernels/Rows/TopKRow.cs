using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>The search of <see cref="TopK"/> in one row.</summary>
internal unsafe struct TopKRow
{
    // So few are kept in order more cheaply than in a heap.
    private const int FewInOrder = 32;

    public float* X;
    public long Columns;
    public int K;

    /// <summary>Finds values [K] and indices [K], largest first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Find<V>(float* values, int* indices)
        where V : struct, ILanes<V>
    {
        if (K == 0)
            return;
        if (K <= FewInOrder)
            Few<V>(indices);
        else
            Many<V>(indices);
        for (int i = 0; i < K; i++)
            values[i] = X[indices[i]];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private readonly void Few<V>(int* indices)
        where V : struct, ILanes<V>
    {
        float* x = X;
        var best = new Best { X = x, Indices = indices };
        float limit = Floor<V>(x);
        long i = 0;
        if (limit == float.NegativeInfinity)
        {
            for (; i < K; i++)
                best.Insert((int)i, K);
            limit = best.Worst;
        }

        for (i = NextBetter<V>(x, i, limit); i < Columns; i = NextBetter<V>(x, i + V.Count, limit))
        {
            // An equal one that comes later is no better; NaN is.
            for (long j = i; j < Math.Min(Columns, i + V.Count); j++)
            {
                if (x[j] <= limit)
                    continue;
                best.Insert((int)j, K);
                if (best.Count == K)
                    limit = best.Worst;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private readonly void Many<V>(int* indices)
        where V : struct, ILanes<V>
    {
        float* x = X;
        var heap = new Heap { X = x, Indices = indices, Count = K };
        heap.Fill();
        for (long i = NextBetter<V>(x, K, x[indices[0]]); i < Columns; i = NextBetter<V>(x, i + V.Count, x[indices[0]]))
        {
            for (long j = i; j < Math.Min(Columns, i + V.Count); j++)
            {
                if (!(x[j] <= x[indices[0]]))
                    heap.Offer((int)j);
            }
        }

        heap.Sort();
    }

    /// <summary>
    /// What all of the k largest are above: just below the k-th largest of the maxima of many groups of the row, or a smaller one. Of a long row nearly nothing else is, so that
    /// its first elements, which are the best so far, need not be put in order. -infinity where that is not worth while.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private readonly float Floor<V>(float* x)
        where V : struct, ILanes<V>
    {
        int groups = 4 * V.Count;
        if (V.Count == 1 || K > groups / 2 || Columns < 16 * groups)
            return float.NegativeInfinity;
        var (a, b, c, d) = (V.Load(x), V.Load(x + V.Count), V.Load(x + (2 * V.Count)), V.Load(x + (3 * V.Count)));
        for (long i = groups; i <= Columns - groups; i += groups)
        {
            // Beside NaN a maximum may be lost: what is left is an element all the same.
            (a, b) = (V.Max(a, V.Load(x + i)), V.Max(b, V.Load(x + i + V.Count)));
            (c, d) = (V.Max(c, V.Load(x + i + (2 * V.Count))), V.Max(d, V.Load(x + i + (3 * V.Count))));
        }

        if (V.Any(V.IsNaN(a) | V.IsNaN(b) | V.IsNaN(c) | V.IsNaN(d)))
            return float.NegativeInfinity;
        V none = V.Create(float.NegativeInfinity);
        float largest = V.MaxAcross(V.Max(V.Max(a, b), V.Max(c, d)));
        for (int rank = 1; rank < K; rank++)
        {
            // Equal ones go together: what is left is smaller then, which is no harm.
            V gone = V.Create(largest);
            (a, b) = (V.Select(V.Equal(a, gone), none, a), V.Select(V.Equal(b, gone), none, b));
            (c, d) = (V.Select(V.Equal(c, gone), none, c), V.Select(V.Equal(d, gone), none, d));
            largest = V.MaxAcross(V.Max(V.Max(a, b), V.Max(c, d)));
        }

        return MathF.BitDecrement(largest);
    }

    /// <summary>Where the next vector begins that holds something better; the end of the row if none does. Alone, so that the vector operations are inlined.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private readonly long NextBetter<V>(float* x, long from, float worst)
        where V : struct, ILanes<V>
    {
        if (float.IsNaN(worst))
            return Columns;
        var limit = V.Create(worst);
        for (; from <= Columns - (4 * V.Count); from += 4 * V.Count)
        {
            var isWorse = V.LessThanOrEqual(V.Load(x + from), limit) & V.LessThanOrEqual(V.Load(x + from + V.Count), limit)
                & V.LessThanOrEqual(V.Load(x + from + (2 * V.Count)), limit) & V.LessThanOrEqual(V.Load(x + from + (3 * V.Count)), limit);
            if (V.Any(~isWorse))
                break;
        }

        // NaN is not less than anything. Lanes beyond the row are zeros that may seem better: they cost a look, no more.
        for (; from < Columns; from += V.Count)
        {
            if (V.Any(~V.LessThanOrEqual(V.LoadUpTo(x + from, Columns - from), limit)))
                return from;
        }

        return Columns;
    }

    /// <summary>Whether an element comes behind another one.</summary>
    private static bool IsWorse(float* x, int left, int right)
    {
        float a = x[left], b = x[right];
        if (a == b || (float.IsNaN(a) && float.IsNaN(b)))
            return left > right;
        return a < b || (float.IsNaN(b) && !float.IsNaN(a));
    }

    /// <summary>Indices of a row, best first.</summary>
    private struct Best
    {
        public float* X;
        public int* Indices;
        public int Count;

        public readonly float Worst => X[Indices[Count - 1]];

        /// <summary>Takes one in, and lets the worst go where there are <paramref name="most"/> already.</summary>
        public void Insert(int index, int most)
        {
            if (Count == most && !IsWorse(X, Indices[most - 1], index))
                return;
            int at = Count < most ? Count++ : most - 1;
            for (; at > 0 && IsWorse(X, Indices[at - 1], index); at--)
                Indices[at] = Indices[at - 1];
            Indices[at] = index;
        }
    }

    /// <summary>A binary heap of indices of a row, the worst at the root. D. Knuth, The Art of Computer Programming 3, 5.2.3.</summary>
    private struct Heap
    {
        public float* X;
        public int* Indices;
        public int Count;

        public readonly void Fill()
        {
            for (int i = 0; i < Count; i++)
                Indices[i] = i;
            for (int i = (Count / 2) - 1; i >= 0; i--)
                SiftDown(i, Count);
        }

        public readonly void Offer(int index)
        {
            if (!IsWorse(X, Indices[0], index))
                return;
            Indices[0] = index;
            SiftDown(0, Count);
        }

        /// <summary>From the heap to the order best first: the worst goes to the end, again and again.</summary>
        public readonly void Sort()
        {
            for (int last = Count - 1; last > 0; last--)
            {
                (Indices[0], Indices[last]) = (Indices[last], Indices[0]);
                SiftDown(0, last);
            }
        }

        private readonly void SiftDown(int at, int count)
        {
            int index = Indices[at];
            while (true)
            {
                int child = (2 * at) + 1;
                if (child >= count)
                    break;
                if (child + 1 < count && IsWorse(X, Indices[child + 1], Indices[child]))
                    child++;
                if (!IsWorse(X, Indices[child], index))
                    break;
                Indices[at] = Indices[child];
                at = child;
            }

            Indices[at] = index;
        }
    }
}
