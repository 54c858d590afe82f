using Attune.Kernels;

namespace Attune.Tensors;

/// <content>Functions of corresponding elements.</content>
internal sealed partial class CpuDevice
{
    internal override void Binary(BinaryFunction function, in TensorOrNumber a, in TensorOrNumber b, Tensor y)
    {
        var result = y.State;
        int rank = result.Shape.Rank;
        if (IsFlat(a, result.Shape) && IsFlat(b, result.Shape))
        {
            Binary(function, a, [a.IsNumber ? 0 : 1], b, [b.IsNumber ? 0 : 1], y, [result.Shape.ElementCount]);
            return;
        }

        var (aStrides, bStrides) = (StridesWithin(a, result.Shape), StridesWithin(b, result.Shape));
        Binary(function, a, ((ReadOnlySpan<int>)aStrides)[..rank], b, ((ReadOnlySpan<int>)bStrides)[..rank], y, result.Shape.Sizes);
    }

    internal override void Unary(UnaryFunction function, Tensor x, Tensor y, double parameter)
    {
        if (x.DType is DType.F64)
            Unary(function, F64(x), F64(y), parameter);
        else
            Unary(function, F32(x), F32(y), (float)parameter);
    }

    internal override void UnaryBackward(UnaryFunction function, Tensor x, Tensor dy, Tensor dx, double parameter)
    {
        if (x.DType is DType.F64)
            UnaryBackward(function, F64(x), F64(dy), F64(dx), parameter);
        else
            UnaryBackward(function, F32(x), F32(dy), F32(dx), (float)parameter);
    }

    internal override void Where(Tensor condition, Tensor a, Tensor b, Tensor y)
    {
        if (y.DType is DType.F64)
            WhereReference.Select(F64(condition), F64(a), F64(b), F64(y));
        else
            Kernels.Where.Select(F32(condition), F32(a), F32(b), F32(y));
    }

    private static void Binary(
        BinaryFunction function, in TensorOrNumber a, ReadOnlySpan<int> aStrides, in TensorOrNumber b, ReadOnlySpan<int> bStrides, Tensor y,
        ReadOnlySpan<int> sizes)
    {
        switch (y.DType)
        {
            case DType.F32:
                var (aFloat, bFloat) = ((float)a.Number, (float)b.Number);
                StridedBinary.Run(function, Reach(a, ref aFloat), aStrides, Reach(b, ref bFloat), bStrides, F32(y), sizes);
                break;
            case DType.F64:
                var (aDouble, bDouble) = (a.Number, b.Number);
                StridedBinaryReference.Run(function, Reach(a, ref aDouble), aStrides, Reach(b, ref bDouble), bStrides, F64(y), sizes);
                break;
            case DType.I32:
                var (aInt, bInt) = ((int)a.Number, (int)b.Number);
                StridedBinaryReference.Run(function, Reach(a, ref aInt), aStrides, Reach(b, ref bInt), bStrides, I32(y), sizes);
                break;
            default:
                throw NotComputed("binary", y);
        }
    }

    private static ReadOnlySpan<T> Reach<T>(in TensorOrNumber x, ref T number)
        where T : unmanaged => x.IsNumber ? new ReadOnlySpan<T>(ref number) : Reach<T>(x.Tensor);

    /// <summary>One number for all elements, or the elements in order.</summary>
    private static bool IsFlat(in TensorOrNumber x, in Shape shape) =>
        x.IsNumber || (x.Tensor.State is var state && state.IsContiguous && state.Shape == shape);

    private static Axes StridesWithin(in TensorOrNumber x, in Shape shape) =>
        x.IsNumber ? default : Strided.Broadcast(x.Tensor.Shape, x.Tensor.State.Strides, shape);
}
