using Attune.Kernels;

namespace Attune.Tensors;

/// <content>Matrix products.</content>
internal sealed partial class CpuDevice
{
    internal override void MatMul(Tensor a, Tensor b, Tensor c, ProductEnd end)
    {
        var (left, right, result) = (a.State, b.State, c.State);
        int rank = result.Shape.Rank;
        var (m, n, k) = (result.Shape[-2], result.Shape[-1], left.Shape[-1]);
        int count = 1;
        for (int i = 0; i < rank - 2; i++)
            count *= result.Shape[i];
        if (count == 0 || m == 0 || n == 0)
            return;
        var aStrides = Strided.Broadcast(left.Shape, left.Strides, result.Shape);
        var bStrides = Strided.Broadcast(right.Shape, right.Strides, result.Shape);
        if (result.Type is not DType.F64 && TryOneStep(result.Shape, aStrides, out long aStep) && TryOneStep(result.Shape, bStrides, out long bStep))
        {
            Kernels.MatMul.RunBatched(
                count, Matrix(a, m, k), aStep, Matrix(b, k, n), bStep, F32(c), n, (long)m * n, EpilogueOf(end, n, m * n, 0, count));
            return;
        }

        for (int item = 0; item < count; item++)
        {
            var (aStart, bStart) = (Start(result.Shape, aStrides, item), Start(result.Shape, bStrides, item));
            if (result.Type is DType.F64)
                PlainProduct(a, aStart, b, bStart, F64(c).Slice(item * m * n, m * n), F64(end.Bias), end.Accumulate, m, n, k);
            else
                Kernels.MatMul.Run(
                    Matrix(a, m, k, aStart), Matrix(b, k, n, bStart), F32(c).Slice(item * m * n, m * n), n,
                    EpilogueOf(end, n, m * n, item, 1));
        }
    }

    internal override object? Pack(Tensor b)
    {
        var (k, n) = b.Dims2();
        return PackedMatrix.Pack(Matrix(b, k, n));
    }

    internal override void MatMul(Tensor a, object packed, Tensor c, ProductEnd end)
    {
        var (m, n) = c.Dims2();
        if (m > 0 && n > 0)
            Kernels.MatMul.Run(Matrix(a, m, a.Shape[1]), (PackedMatrix)packed, F32(c), n, EpilogueOf(end, n, m * n, 0, 1));
    }

    internal override void LinearTopK(Tensor hidden, object packed, Tensor values, Tensor indices, Tensor logSumExp)
    {
        var (rows, k) = values.Dims2();
        Kernels.LinearTopK.Forward(F32(hidden), (PackedMatrix)packed, F32(values), I32(indices), F32(logSumExp), rows, k);
    }

    private static Epilogue EpilogueOf(in ProductEnd end, int columns, int elements, int item, int count) => new()
    {
        Bias = F32(end.Bias),
        Accumulate = end.Accumulate,
        Activation = end.Activation,
        Residual = end.Residual.IsNone ? default : F32(end.Residual).Slice(item * elements, count * elements),
        ResidualStride = columns,
        ResidualBatchStride = elements,
    };

    /// <summary>True when the matrices of all leading axes lie one constant step apart.</summary>
    private static bool TryOneStep(in Shape shape, in Axes strides, out long step)
    {
        step = 0;
        long expected = -1;
        for (int i = shape.Rank - 3; i >= 0; i--)
        {
            if (shape[i] == 1)
                continue;
            if (expected < 0)
                step = strides[i];
            else if (strides[i] != expected)
                return false;
            expected = (long)strides[i] * shape[i];
        }

        return true;
    }

    private static int Start(in Shape shape, in Axes strides, int item)
    {
        int start = 0;
        for (int i = shape.Rank - 3; i >= 0; i--)
        {
            (item, int place) = Math.DivRem(item, shape[i]);
            start += place * strides[i];
        }

        return start;
    }

    private static MatrixView Matrix(Tensor x, int rows, int columns, int start = 0)
    {
        var state = x.State;
        var (rowStride, columnStride) = (state.Strides[state.Shape.Rank - 2], state.Strides[state.Shape.Rank - 1]);
        bool isStored = columnStride == 1 || columns == 1;
        if (state.Type is DType.BF16)
        {
            var halves = Reach<BFloat16>(x)[start..];
            return isStored && (rows == 1 || rowStride >= columns)
                ? new MatrixView(halves, rows, columns, rows == 1 ? columns : rowStride)
                : new MatrixView(halves, columns, rows, columns == 1 ? rows : columnStride).Transposed;
        }

        var floats = Reach<float>(x)[start..];
        return isStored && (rows == 1 || rowStride >= columns)
            ? new MatrixView(floats, rows, columns, rows == 1 ? columns : rowStride)
            : new MatrixView(floats, columns, rows, columns == 1 ? rows : columnStride).Transposed;
    }

    // The reference takes matrices without gaps; this is the code for checks, where copies do not matter.
    private static void PlainProduct(
        Tensor a, int aStart, Tensor b, int bStart, Span<double> c, ReadOnlySpan<double> bias, bool accumulate, int m, int n, int k)
    {
        MatMulReference.Forward(Plain(a, aStart, m, k), Plain(b, bStart, k, n), c, m, n, k, accumulate: accumulate);
        for (int i = 0; !bias.IsEmpty && i < c.Length; i++)
            c[i] += bias[i % n];
    }

    private static double[] Plain(Tensor x, int start, int rows, int columns)
    {
        var state = x.State;
        var plain = new double[rows * columns];
        var source = Reach<double>(x)[Math.Min(start, Reach<double>(x).Length)..];
        StridedCopy.Run<double>(
            source, [state.Strides[state.Shape.Rank - 2], state.Strides[state.Shape.Rank - 1]], plain, [columns, 1], [rows, columns]);
        return plain;
    }
}
