using Attune.Kernels;

namespace Attune.Tensors;

/// <content>Functions of corresponding elements.</content>
internal sealed partial class CpuDevice
{
    internal override void Binary(BinaryFunction function, Tensor a, Tensor b, Tensor y)
    {
        var (left, right, result) = (a.State, b.State, y.State);
        int rank = result.Shape.Rank;
        if (left.IsContiguous && right.IsContiguous && left.Shape == right.Shape)
        {
            Binary(function, a, [1], b, [1], y, [result.Shape.ElementCount]);
            return;
        }

        var aStrides = Strided.Broadcast(left.Shape, left.Strides, result.Shape);
        var bStrides = Strided.Broadcast(right.Shape, right.Strides, result.Shape);
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
        BinaryFunction function, Tensor a, ReadOnlySpan<int> aStrides, Tensor b, ReadOnlySpan<int> bStrides, Tensor y, ReadOnlySpan<int> sizes)
    {
        switch (y.DType)
        {
            case DType.F32:
                StridedBinary.Run(function, Reach<float>(a), aStrides, Reach<float>(b), bStrides, F32(y), sizes);
                break;
            case DType.F64:
                StridedBinaryReference.Run<double>(function, Reach<double>(a), aStrides, Reach<double>(b), bStrides, F64(y), sizes);
                break;
            case DType.I32:
                StridedBinaryReference.Run<int>(function, Reach<int>(a), aStrides, Reach<int>(b), bStrides, I32(y), sizes);
                break;
            default:
                throw NotComputed("binary", y);
        }
    }
}
