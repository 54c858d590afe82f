using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>
/// The k largest elements of each row of x [N, C], largest first, and where they are: of equal ones the lower index first; NaN counts as larger than
/// all else.
/// </summary>
/// <remarks>
/// A heap holds the k best so far; vectors that hold nothing better than its worst, nearly all of them, are passed over, four with one comparison.
/// </remarks>
public static unsafe class TopK
{
    private const string Operation = "topk";

    /// <summary>Computes values and indices.</summary>
    /// <param name="x">[N, C].</param>
    /// <param name="values">[N, K].</param>
    /// <param name="indices">[N, K].</param>
    /// <param name="rows">N.</param>
    /// <param name="columns">C.</param>
    /// <param name="k">K, at most C.</param>
    /// <exception cref="ArgumentException">A length does not fit, or memory overlaps.</exception>
    public static void Forward(ReadOnlySpan<float> x, Span<float> values, Span<int> indices, int rows, int columns, int k)
    {
        Check(x, values, indices, rows, columns, k);
        Expect.Apart<float, float>(Operation, "values", values, "x", x);
        Expect.Apart<int, float>(Operation, "indices", indices, "x", x);
        if (k == 0)
            return;
        fixed (float* pX = x, pValues = values)
        fixed (int* pIndices = indices)
        {
            var kernel = new Kernel { X = pX, Values = pValues, Indices = pIndices, Columns = columns, K = k };
            Launch.Range(ref kernel, rows, Launch.RowGrain(columns));
        }
    }

    /// <summary>Overwrites dx: dValues where the elements came from, 0 elsewhere.</summary>
    /// <param name="dValues">[N, K].</param>
    /// <param name="indices">[N, K], from the forward pass.</param>
    /// <param name="dx">[N, C]; must not overlap <paramref name="dValues"/>.</param>
    /// <param name="rows">N.</param>
    /// <param name="columns">C.</param>
    /// <param name="k">K, at most C.</param>
    /// <exception cref="ArgumentException">A length does not fit, an index is not a column, or memory overlaps.</exception>
    public static void Backward(ReadOnlySpan<float> dValues, ReadOnlySpan<int> indices, Span<float> dx, int rows, int columns, int k)
    {
        Check(dx, dValues, indices, rows, columns, k);
        Expect.Indices(Operation, indices, columns, "columns");
        Expect.Apart(Operation, "dx", dx, "dValues", dValues);
        dx.Clear();
        for (int i = 0; i < indices.Length; i++)
            dx[(i / k * columns) + indices[i]] = dValues[i];
    }

    private static void Check(ReadOnlySpan<float> x, ReadOnlySpan<float> values, ReadOnlySpan<int> indices, int rows, int columns, int k)
    {
        Expect.Size(Operation, nameof(rows), rows);
        Expect.Size(Operation, nameof(columns), columns);
        if (k < 0 || k > columns)
            throw new ArgumentException($"{Operation}: expected k from 0 to {columns}, got {k}");
        Expect.Length(Operation, "x", (long)rows * columns, x.Length);
        Expect.Length(Operation, "values", (long)rows * k, values.Length);
        Expect.Length(Operation, "indices", (long)rows * k, indices.Length);
    }

    private struct Kernel : IRangeKernel
    {
        public float* X;
        public float* Values;
        public int* Indices;
        public long Columns;
        public int K;

        public readonly void Run<V>(long begin, long end)
            where V : struct, ILanes<V>
        {
            for (long row = begin; row < end; row++)
                Row<V>(new Heap { X = X + (row * Columns), Indices = Indices + (row * K), Count = K }, Values + (row * K));
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Row<V>(Heap heap, float* values)
            where V : struct, ILanes<V>
        {
            float* x = heap.X;
            heap.Fill();
            float floor = Floor<V>(x);
            for (long i = NextBetter<V>(x, K, Math.Max(floor, x[heap.Indices[0]])); i < Columns; i = NextBetter<V>(x, i + V.Count, Math.Max(floor, x[heap.Indices[0]])))
            {
                // An equal one that comes later is no better; NaN is.
                for (long j = i; j < Math.Min(Columns, i + V.Count); j++)
                {
                    if (!(x[j] <= x[heap.Indices[0]]))
                        heap.Offer((int)j);
                }
            }

            heap.Sort();
            for (int i = 0; i < K; i++)
                values[i] = x[heap.Indices[i]];
        }

        /// <summary>
        /// What all of the k largest are above: just below the k-th largest of the maxima of many groups of the row. Of a long row nearly nothing else is, so that its first elements,
        /// which are the best so far, need not be put in order. -infinity where that is not worth while.
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

            float* maxima = stackalloc float[groups];
            V.Store(maxima, a);
            V.Store(maxima + V.Count, b);
            V.Store(maxima + (2 * V.Count), c);
            V.Store(maxima + (3 * V.Count), d);
            var sorted = new Span<float>(maxima, groups);
            sorted.Sort(); // NaN first.
            float floor = MathF.BitDecrement(sorted[^K]);
            return float.IsNaN(floor) ? float.NegativeInfinity : floor;
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
            if (!IsWorse(Indices[0], index))
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
                if (child + 1 < count && IsWorse(Indices[child + 1], Indices[child]))
                    child++;
                if (!IsWorse(Indices[child], index))
                    break;
                Indices[at] = Indices[child];
                at = child;
            }

            Indices[at] = index;
        }

        private readonly bool IsWorse(int left, int right)
        {
            float a = X[left], b = X[right];
            if (a == b || (float.IsNaN(a) && float.IsNaN(b)))
                return left > right;
            return a < b || (float.IsNaN(b) && !float.IsNaN(a));
        }
    }
}
