using Attune.Kernels;

namespace Attune.Tensors;

/// <content>Reductions.</content>
internal sealed partial class CpuDevice
{
    internal override void Reduce(Reduction reduction, Tensor x, Tensor y, int outer, int n, int inner, int parameter)
    {
        if (x.DType is DType.F64)
            Reduce(reduction, F64(x), F64(y), outer, n, inner, parameter);
        else
            Reduce(reduction, F32(x), F32(y), outer, n, inner, parameter);
    }

    internal override void ReduceBackward(Reduction reduction, Tensor x, Tensor y, Tensor dy, Tensor dx, int outer, int n, int inner, int parameter)
    {
        if (x.DType is DType.F64)
            ReduceBackward(reduction, F64(x), F64(y), F64(dy), F64(dx), outer, n, inner, parameter);
        else
            ReduceBackward(reduction, F32(x), F32(y), F32(dy), F32(dx), outer, n, inner, parameter);
    }

    internal override void ArgMax(Tensor x, Tensor y, int outer, int n, int inner)
    {
        if (x.DType is DType.F64)
            ArgMaxReference.Forward(F64(x), I32(y), outer, n, inner);
        else
            Kernels.ArgMax.Forward(F32(x), I32(y), outer, n, inner);
    }

    internal override void CumulativeSum(Tensor x, Tensor y, int outer, int n, int inner, bool reverse)
    {
        if (x.DType is DType.F64)
            CumulativeSumReference.Forward(F64(x), F64(y), outer, n, inner, reverse);
        else
            Kernels.CumulativeSum.Forward(F32(x), F32(y), outer, n, inner, reverse);
    }

    private static void Reduce(Reduction reduction, ReadOnlySpan<float> x, Span<float> y, int outer, int n, int inner, int correction)
    {
        switch (reduction)
        {
            case Reduction.Sum:
                Kernels.Sum.Forward(x, y, outer, n, inner);
                break;
            case Reduction.Mean:
                Kernels.Mean.Forward(x, y, outer, n, inner);
                break;
            case Reduction.Max:
                Kernels.Max.Forward(x, y, outer, n, inner);
                break;
            case Reduction.Variance:
                Kernels.Variance.Forward(x, y, outer, n, inner, correction);
                break;
            case Reduction.LogSumExp:
                Kernels.LogSumExp.Forward(x, y, outer, n, inner);
                break;
            case Reduction.L1Norm:
                Kernels.VectorNorm.L1(x, y, outer, n, inner);
                break;
            case Reduction.L2Norm:
                Kernels.VectorNorm.L2(x, y, outer, n, inner);
                break;
            case Reduction.MaxNorm:
                Kernels.VectorNorm.Maximum(x, y, outer, n, inner);
                break;
        }
    }

    private static void Reduce(Reduction reduction, ReadOnlySpan<double> x, Span<double> y, int outer, int n, int inner, int correction)
    {
        switch (reduction)
        {
            case Reduction.Sum:
                SumReference.Forward(x, y, outer, n, inner);
                break;
            case Reduction.Mean:
                MeanReference.Forward(x, y, outer, n, inner);
                break;
            case Reduction.Max:
                MaxReference.Forward(x, y, outer, n, inner);
                break;
            case Reduction.Variance:
                VarianceReference.Forward(x, y, outer, n, inner, correction);
                break;
            case Reduction.LogSumExp:
                LogSumExpReference.Forward(x, y, outer, n, inner);
                break;
            case Reduction.L1Norm:
                VectorNormReference.L1(x, y, outer, n, inner);
                break;
            case Reduction.L2Norm:
                VectorNormReference.L2(x, y, outer, n, inner);
                break;
            case Reduction.MaxNorm:
                VectorNormReference.Maximum(x, y, outer, n, inner);
                break;
        }
    }

    private static void ReduceBackward(
        Reduction reduction, ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, int outer, int n, int inner,
        int correction)
    {
        switch (reduction)
        {
            case Reduction.Max:
                Kernels.Max.Backward(x, dy, dx, outer, n, inner);
                break;
            case Reduction.Variance:
                Kernels.Variance.Backward(x, dy, dx, outer, n, inner, correction);
                break;
            case Reduction.LogSumExp:
                Kernels.LogSumExp.Backward(x, y, dy, dx, outer, n, inner);
                break;
            case Reduction.L1Norm:
                Kernels.VectorNorm.L1Backward(x, dy, dx, outer, n, inner);
                break;
            case Reduction.L2Norm:
                Kernels.VectorNorm.L2Backward(x, y, dy, dx, outer, n, inner);
                break;
            case Reduction.MaxNorm:
                Kernels.VectorNorm.MaximumBackward(x, dy, dx, outer, n, inner);
                break;
        }
    }

    private static void ReduceBackward(
        Reduction reduction, ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> dy, Span<double> dx, int outer, int n, int inner,
        int correction)
    {
        switch (reduction)
        {
            case Reduction.Max:
                MaxReference.Backward(x, dy, dx, outer, n, inner);
                break;
            case Reduction.Variance:
                VarianceReference.Backward(x, dy, dx, outer, n, inner, correction);
                break;
            case Reduction.LogSumExp:
                LogSumExpReference.Backward(x, y, dy, dx, outer, n, inner);
                break;
            case Reduction.L1Norm:
                VectorNormReference.L1Backward(x, dy, dx, outer, n, inner);
                break;
            case Reduction.L2Norm:
                VectorNormReference.L2Backward(x, y, dy, dx, outer, n, inner);
                break;
            case Reduction.MaxNorm:
                VectorNormReference.MaximumBackward(x, dy, dx, outer, n, inner);
                break;
        }
    }
}
