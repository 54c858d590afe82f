using Attune.Kernels;

namespace Attune.Tensors;

/// <content>Softmax and cross-entropy.</content>
internal sealed partial class CpuDevice
{
    internal override void Softmax(Tensor x, Tensor y, bool logarithm)
    {
        var (rows, columns) = x.Shape.AsRows();
        switch (x.DType, logarithm)
        {
            case (DType.F64, false):
                SoftmaxReference.Forward(F64(x), F64(y), rows, columns);
                break;
            case (DType.F64, true):
                LogSoftmaxReference.Forward(F64(x), F64(y), rows, columns);
                break;
            case (_, false):
                Kernels.Softmax.Forward(F32(x), F32(y), rows, columns);
                break;
            default:
                LogSoftmax.Forward(F32(x), F32(y), rows, columns);
                break;
        }
    }

    internal override void SoftmaxBackward(Tensor y, Tensor dy, Tensor dx, bool logarithm)
    {
        var (rows, columns) = y.Shape.AsRows();
        switch (y.DType, logarithm)
        {
            case (DType.F64, false):
                SoftmaxReference.Backward(F64(y), F64(dy), F64(dx), rows, columns);
                break;
            case (DType.F64, true):
                LogSoftmaxReference.Backward(F64(y), F64(dy), F64(dx), rows, columns);
                break;
            case (_, false):
                Kernels.Softmax.Backward(F32(y), F32(dy), F32(dx), rows, columns);
                break;
            default:
                LogSoftmax.Backward(F32(y), F32(dy), F32(dx), rows, columns);
                break;
        }
    }

    internal override void CrossEntropy(Tensor logits, Tensor labels, Tensor loss, Tensor logSumExp, CrossEntropyOptions options)
    {
        var (rows, classes) = logits.Shape.AsRows();
        if (logits.DType is DType.F64)
            CrossEntropyReference.Forward(F64(logits), I32(labels), F64(loss), F64(logSumExp), rows, classes, options);
        else
            Kernels.CrossEntropy.Forward(F32(logits), I32(labels), F32(loss), F32(logSumExp), rows, classes, options);
    }

    internal override void CrossEntropyBackward(
        Tensor logits, Tensor labels, Tensor logSumExp, Tensor dLoss, Tensor dLogits, CrossEntropyOptions options)
    {
        var (rows, classes) = logits.Shape.AsRows();
        if (logits.DType is DType.F64)
            CrossEntropyReference.Backward(F64(logits), I32(labels), F64(logSumExp), F64(dLoss), F64(dLogits), rows, classes, options);
        else
            Kernels.CrossEntropy.Backward(F32(logits), I32(labels), F32(logSumExp), F32(dLoss), F32(dLogits), rows, classes, options);
    }

    internal override void LinearCrossEntropy(
        Tensor hidden, Tensor weight, Tensor labels, Tensor loss, Tensor logSumExp, Tensor logits, CrossEntropyOptions options)
    {
        var (rows, channels) = hidden.Shape.AsRows();
        int classes = weight.Shape[0];
        if (hidden.DType is DType.F64)
        {
            LinearCrossEntropyReference.Forward(
                F64(hidden), F64(weight), I32(labels), F64(loss), F64(logSumExp), rows, channels, classes, options);
        }
        else
        {
            Kernels.LinearCrossEntropy.Forward(
                Matrix(hidden, rows, channels), Matrix(weight, classes, channels), I32(labels), F32(loss), F32(logSumExp), options, F32(logits));
        }
    }

    internal override void LinearCrossEntropyBackward(
        Tensor hidden, Tensor weight, Tensor labels, Tensor logSumExp, Tensor logits, Tensor dLoss, Tensor dHidden, Tensor dWeight, bool accumulate,
        CrossEntropyOptions options)
    {
        var (rows, channels) = hidden.Shape.AsRows();
        int classes = weight.Shape[0];
        if (hidden.DType is DType.F64)
        {
            if (!accumulate)
                F64(dWeight).Clear();
            LinearCrossEntropyReference.Backward(
                F64(hidden), F64(weight), I32(labels), F64(logSumExp), F64(dLoss), F64(dHidden), F64(dWeight), rows, channels, classes, options);
        }
        else
        {
            Kernels.LinearCrossEntropy.Backward(
                Matrix(hidden, rows, channels), Matrix(weight, classes, channels), I32(labels), F32(logSumExp), F32(dLoss), F32(dHidden), F32(dWeight), options,
                accumulate, F32(logits));
        }
    }
}
