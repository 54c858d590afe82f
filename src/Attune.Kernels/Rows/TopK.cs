namespace Attune.Kernels;

/// <summary>
/// The k largest elements of each row of x [N, C], largest first, and where they are: of equal ones the lower index first; NaN counts as larger than
/// all else.
/// </summary>
/// <remarks>
/// The k best so far are held in order where they are few, else in a heap; vectors that hold nothing better than the worst of them, nearly all, are passed over, four with one
/// comparison.
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
                new TopKRow { X = X + (row * Columns), Columns = Columns, K = K }.Find<V>(Values + (row * K), Indices + (row * K));
        }
    }
}
