namespace Attune.Kernels;

/// <summary>What the entries of <see cref="MatMul"/> demand of their arguments.</summary>
internal static class MatMulChecks
{
    public static void Factors(MatrixView a, int bRows, int bColumns)
    {
        if (a.Columns != bRows)
            throw new ArgumentException($"matmul: expected as many columns of a as rows of b, got [{a.Rows}, {a.Columns}] and [{bRows}, {bColumns}]");
    }

    public static void Result(int rows, int columns, ReadOnlySpan<float> c, int cStride, in Epilogue epilogue)
    {
        Stored("c", rows, columns, c.Length, cStride, 1, 0);
        EpilogueParts(rows, columns, epilogue, 1);
    }

    public static void Batch(int count, MatrixView a, long aBatchStride, MatrixView b, long bBatchStride)
    {
        if (count < 0)
            throw new ArgumentException($"matmul: expected a batch of at least 0, got {count}");
        Factor("a", count, a, aBatchStride);
        Factor("b", count, b, bBatchStride);
    }

    public static void BatchResult(
        int count, int rows, int columns, ReadOnlySpan<float> c, int cStride, long cBatchStride, in Epilogue epilogue)
    {
        long one = Extent(rows, columns, cStride);
        if (count > 1 && cBatchStride < one)
            throw new ArgumentException($"matmul: expected a batch stride of c of at least {one}, got {cBatchStride}");
        Stored("c", rows, columns, c.Length, cStride, count, cBatchStride);
        EpilogueParts(rows, columns, epilogue, count);
    }

    public static void Overlap(ReadOnlySpan<float> c, MatrixView a, MatrixView b, in Epilogue epilogue)
    {
        if (a.Overlaps(c) || b.Overlaps(c) || c.Overlaps(epilogue.Bias) || c.Overlaps(epilogue.Residual))
            throw new ArgumentException("matmul: expected c apart from a, b, bias and residual, got overlapping memory");
    }

    private static void Factor(string name, int count, MatrixView factor, long batchStride)
    {
        if (batchStride < 0)
            throw new ArgumentException($"matmul: expected a batch stride of {name} of at least 0, got {batchStride}");
        long length = count == 0 || factor.StoredLength == 0 ? 0 : checked(((count - 1) * batchStride) + factor.StoredLength);
        if (factor.Length < length)
            throw new ArgumentException($"matmul: expected {count} matrices of {name} in at least {length} elements, got {factor.Length}");
    }

    private static void EpilogueParts(int rows, int columns, in Epilogue epilogue, int count)
    {
        if (!epilogue.Bias.IsEmpty && epilogue.Bias.Length != columns)
            throw new ArgumentException($"matmul: expected bias of {columns}, got {epilogue.Bias.Length}");
        if (!Enum.IsDefined(epilogue.Activation))
            throw new ArgumentException($"matmul: expected a known activation, got {(int)epilogue.Activation}");
        if (!epilogue.Residual.IsEmpty)
            Stored("residual", rows, columns, epilogue.Residual.Length, epilogue.ResidualStride, count, epilogue.ResidualBatchStride);
    }

    private static void Stored(string name, int rows, int columns, int length, int stride, int count, long batchStride)
    {
        if (stride < columns && rows > 1)
            throw new ArgumentException($"matmul: expected a row stride of {name} of at least {columns}, got {stride}");
        if (batchStride < 0)
            throw new ArgumentException($"matmul: expected a batch stride of {name} of at least 0, got {batchStride}");
        long needed = count == 0 ? 0 : checked(((count - 1) * batchStride) + Extent(rows, columns, stride));
        if (length < needed)
            throw new ArgumentException($"matmul: expected {name} of at least {needed} elements for {count} x [{rows}, {columns}], got {length}");
    }

    private static long Extent(int rows, int columns, int stride) =>
        rows == 0 || columns == 0 ? 0 : ((rows - 1L) * stride) + columns;
}
