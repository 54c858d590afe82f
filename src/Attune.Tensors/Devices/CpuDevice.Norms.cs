using Attune.Kernels;

namespace Attune.Tensors;

/// <content>Normalizations.</content>
internal sealed partial class CpuDevice
{
    internal override void LayerNorm(Tensor x, Tensor gain, Tensor bias, Tensor y, double epsilon)
    {
        var (rows, columns) = x.Shape.AsRows();
        if (x.DType is DType.F64)
            LayerNormReference.Forward(F64(x), F64(gain), F64(bias), F64(y), rows, columns, epsilon);
        else
            Kernels.LayerNorm.Forward(F32(x), F32(gain), F32(bias), F32(y), rows, columns, (float)epsilon);
    }

    internal override void AddLayerNorm(Tensor x, Tensor residual, Tensor gain, Tensor bias, Tensor sum, Tensor y, double epsilon)
    {
        var (rows, columns) = x.Shape.AsRows();
        if (x.DType is DType.F64)
            LayerNormReference.ForwardResidual(F64(x), F64(residual), F64(gain), F64(bias), F64(sum), F64(y), rows, columns, epsilon);
        else
            Kernels.LayerNorm.ForwardResidual(F32(x), F32(residual), F32(gain), F32(bias), F32(sum), F32(y), rows, columns, (float)epsilon);
    }

    internal override void LayerNormBackward(
        Tensor x, Tensor gain, Tensor dy, Tensor dSum, Tensor dx, Tensor dGain, Tensor dBias, double epsilon)
    {
        var (rows, columns) = x.Shape.AsRows();
        if (x.DType is DType.F64)
            LayerNormReference.Backward(F64(x), F64(gain), F64(dy), F64(dSum), F64(dx), F64(dGain), F64(dBias), rows, columns, epsilon);
        else
            Kernels.LayerNorm.Backward(F32(x), F32(gain), F32(dy), F32(dSum), F32(dx), F32(dGain), F32(dBias), rows, columns, (float)epsilon);
    }

    internal override void RmsNorm(Tensor x, Tensor gain, Tensor y, double epsilon)
    {
        var (rows, columns) = x.Shape.AsRows();
        if (x.DType is DType.F64)
            RmsNormReference.Forward(F64(x), F64(gain), F64(y), rows, columns, epsilon);
        else
            Kernels.RmsNorm.Forward(F32(x), F32(gain), F32(y), rows, columns, (float)epsilon);
    }

    internal override void AddRmsNorm(Tensor x, Tensor residual, Tensor gain, Tensor sum, Tensor y, double epsilon)
    {
        var (rows, columns) = x.Shape.AsRows();
        if (x.DType is DType.F64)
            RmsNormReference.ForwardResidual(F64(x), F64(residual), F64(gain), F64(sum), F64(y), rows, columns, epsilon);
        else
            Kernels.RmsNorm.ForwardResidual(F32(x), F32(residual), F32(gain), F32(sum), F32(y), rows, columns, (float)epsilon);
    }

    internal override void RmsNormBackward(Tensor x, Tensor gain, Tensor dy, Tensor dSum, Tensor dx, Tensor dGain, double epsilon)
    {
        var (rows, columns) = x.Shape.AsRows();
        if (x.DType is DType.F64)
            RmsNormReference.Backward(F64(x), F64(gain), F64(dy), F64(dSum), F64(dx), F64(dGain), rows, columns, epsilon);
        else
            Kernels.RmsNorm.Backward(F32(x), F32(gain), F32(dy), F32(dSum), F32(dx), F32(dGain), rows, columns, (float)epsilon);
    }

    internal override void BatchNormTrain(
        Tensor x, Tensor gain, Tensor bias, Tensor y, Tensor mean, Tensor inverseDeviation, Tensor runningMean, Tensor runningVariance, double epsilon,
        double momentum)
    {
        var (rows, columns) = x.Shape.AsRows();
        if (x.DType is DType.F64)
        {
            BatchNormReference.Train(
                F64(x), F64(gain), F64(bias), F64(y), F64(mean), F64(inverseDeviation), F64(runningMean), F64(runningVariance), rows, columns, epsilon,
                momentum);
        }
        else
        {
            BatchNorm.Train(
                F32(x), F32(gain), F32(bias), F32(y), F32(mean), F32(inverseDeviation), F32(runningMean), F32(runningVariance), rows, columns,
                (float)epsilon, (float)momentum);
        }
    }

    internal override void BatchNormInfer(
        Tensor x, Tensor gain, Tensor bias, Tensor mean, Tensor variance, Tensor y, Tensor inverseDeviation, double epsilon)
    {
        var (rows, columns) = x.Shape.AsRows();
        if (x.DType is DType.F64)
            BatchNormReference.Infer(F64(x), F64(gain), F64(bias), F64(mean), F64(variance), F64(y), F64(inverseDeviation), rows, columns, epsilon);
        else
            BatchNorm.Infer(F32(x), F32(gain), F32(bias), F32(mean), F32(variance), F32(y), F32(inverseDeviation), rows, columns, (float)epsilon);
    }

    internal override void BatchNormBackward(
        Tensor x, Tensor gain, Tensor mean, Tensor inverseDeviation, Tensor dy, Tensor dx, Tensor dGain, Tensor dBias, bool training)
    {
        var (rows, columns) = x.Shape.AsRows();
        if (x.DType is DType.F64)
        {
            BatchNormReference.Backward(
                F64(x), F64(gain), F64(mean), F64(inverseDeviation), F64(dy), F64(dx), F64(dGain), F64(dBias), rows, columns, training);
        }
        else
        {
            BatchNorm.Backward(
                F32(x), F32(gain), F32(mean), F32(inverseDeviation), F32(dy), F32(dx), F32(dGain), F32(dBias), rows, columns, training);
        }
    }
}
