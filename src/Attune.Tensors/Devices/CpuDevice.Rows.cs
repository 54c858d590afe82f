using Attune.Kernels;

namespace Attune.Tensors;

/// <content>Rows by index, by segment and by neighbourhood.</content>
internal sealed partial class CpuDevice
{
    internal override void Embedding(Tensor table, Tensor indices, Tensor y)
    {
        var (vocabulary, channels) = table.Dims2();
        if (table.DType is DType.F64)
            EmbeddingReference.Gather(F64(table), I32(indices), F64(y), vocabulary, channels);
        else
            Kernels.Embedding.Gather(F32(table), I32(indices), F32(y), vocabulary, channels);
    }

    internal override void EmbeddingBackward(Tensor dy, Tensor indices, Tensor dTable)
    {
        var (vocabulary, channels) = dTable.Dims2();
        if (dTable.DType is DType.F64)
            EmbeddingReference.ScatterAdd(F64(dy), I32(indices), F64(dTable), vocabulary, channels);
        else
            Kernels.Embedding.ScatterAdd(F32(dy), I32(indices), F32(dTable), vocabulary, channels);
    }

    internal override void Segment(SegmentReduction reduction, Tensor x, Tensor offsets, Tensor y)
    {
        var (rows, channels) = RowsOfFirstAxis(x);
        switch (x.DType, reduction)
        {
            case (DType.F64, SegmentReduction.Sum):
                SegmentSumReference.Forward(F64(x), I32(offsets), F64(y), rows, channels);
                break;
            case (DType.F64, SegmentReduction.Mean):
                SegmentMeanReference.Forward(F64(x), I32(offsets), F64(y), rows, channels);
                break;
            case (DType.F64, _):
                SegmentMaxReference.Forward(F64(x), I32(offsets), F64(y), rows, channels);
                break;
            case (_, SegmentReduction.Sum):
                SegmentSum.Forward(F32(x), I32(offsets), F32(y), rows, channels);
                break;
            case (_, SegmentReduction.Mean):
                SegmentMean.Forward(F32(x), I32(offsets), F32(y), rows, channels);
                break;
            default:
                SegmentMax.Forward(F32(x), I32(offsets), F32(y), rows, channels);
                break;
        }
    }

    internal override void SegmentBackward(SegmentReduction reduction, Tensor x, Tensor offsets, Tensor dy, Tensor dx)
    {
        var (rows, channels) = RowsOfFirstAxis(x);
        switch (x.DType, reduction)
        {
            case (DType.F64, SegmentReduction.Sum):
                SegmentSumReference.Backward(F64(dy), I32(offsets), F64(dx), rows, channels);
                break;
            case (DType.F64, SegmentReduction.Mean):
                SegmentMeanReference.Backward(F64(dy), I32(offsets), F64(dx), rows, channels);
                break;
            case (DType.F64, _):
                SegmentMaxReference.Backward(F64(x), I32(offsets), F64(dy), F64(dx), rows, channels);
                break;
            case (_, SegmentReduction.Sum):
                SegmentSum.Backward(F32(dy), I32(offsets), F32(dx), rows, channels);
                break;
            case (_, SegmentReduction.Mean):
                SegmentMean.Backward(F32(dy), I32(offsets), F32(dx), rows, channels);
                break;
            default:
                SegmentMax.Backward(F32(x), I32(offsets), F32(dy), F32(dx), rows, channels);
                break;
        }
    }

    internal override void SparseMatMul(Tensor offsets, Tensor columns, Tensor values, Tensor x, Tensor y)
    {
        var (depth, channels) = x.Dims2();
        int rows = y.Shape[0];
        if (x.DType is DType.F64)
            SparseMatMulReference.Forward(I32(offsets), I32(columns), F64(values), F64(x), F64(y), rows, depth, channels);
        else
            Kernels.SparseMatMul.Forward(I32(offsets), I32(columns), F32(values), F32(x), F32(y), rows, depth, channels);
    }

    internal override void SparseMatMulBackward(
        Tensor offsets, Tensor columns, Tensor values, Tensor x, Tensor dy, Tensor dValues, Tensor dx)
    {
        var (depth, channels) = x.Dims2();
        int rows = dy.Shape[0];
        if (x.DType is DType.F64)
        {
            SparseMatMulReference.Backward(
                I32(offsets), I32(columns), F64(values), F64(x), F64(dy), F64(dValues), F64(dx), rows, depth, channels);
        }
        else
        {
            Kernels.SparseMatMul.Backward(
                I32(offsets), I32(columns), F32(values), F32(x), F32(dy), F32(dValues), F32(dx), rows, depth, channels);
        }
    }

    internal override void TopK(Tensor x, Tensor values, Tensor indices)
    {
        var (rows, columns) = x.Shape.AsRows();
        int k = values.Shape[-1];
        if (x.DType is DType.F64)
            TopKReference.Forward(F64(x), F64(values), I32(indices), rows, columns, k);
        else
            Kernels.TopK.Forward(F32(x), F32(values), I32(indices), rows, columns, k);
    }

    internal override void TopKBackward(Tensor dValues, Tensor indices, Tensor dx)
    {
        var (rows, columns) = dx.Shape.AsRows();
        int k = indices.Shape[-1];
        if (dx.DType is DType.F64)
            TopKReference.Backward(F64(dValues), I32(indices), F64(dx), rows, columns, k);
        else
            Kernels.TopK.Backward(F32(dValues), I32(indices), F32(dx), rows, columns, k);
    }

    internal override void CausalConvolution(Tensor x, Tensor weight, Tensor bias, Tensor offsets, Tensor y, ConvolutionShape shape)
    {
        int rows = x.Shape[0];
        if (x.DType is DType.F64)
            CausalConvolutionReference.Forward(F64(x), F64(weight), F64(bias), I32(offsets), F64(y), rows, shape);
        else
            Kernels.CausalConvolution.Forward(F32(x), F32(weight), F32(bias), I32(offsets), F32(y), rows, shape);
    }

    internal override void CausalConvolutionBackward(
        Tensor x, Tensor weight, Tensor offsets, Tensor dy, Tensor dx, Tensor dWeight, Tensor dBias, ConvolutionShape shape)
    {
        int rows = x.Shape[0];
        if (x.DType is DType.F64)
        {
            CausalConvolutionReference.Backward(
                F64(x), F64(weight), I32(offsets), F64(dy), F64(dx), F64(dWeight), F64(dBias), rows, shape);
        }
        else
        {
            Kernels.CausalConvolution.Backward(
                F32(x), F32(weight), I32(offsets), F32(dy), F32(dx), F32(dWeight), F32(dBias), rows, shape);
        }
    }

    private static (int Rows, int Channels) RowsOfFirstAxis(Tensor x)
    {
        int rows = x.Shape[0];
        return (rows, x.Shape.With(0, 1).ElementCount);
    }
}
