using Attune.Kernels;

namespace Attune.Tensors;

/// <content>Softmax and cross-entropy.</content>
public abstract partial class Device
{
    /// <summary>y = softmax of the rows of the last axis, or its logarithm.</summary>
    internal abstract void Softmax(Tensor x, Tensor y, bool logarithm);

    /// <summary>Overwrites dx, from the result y.</summary>
    internal abstract void SoftmaxBackward(Tensor y, Tensor dy, Tensor dx, bool logarithm);

    /// <summary>loss [..] and logSumExp [..] of logits [.., V] and labels [..].</summary>
    internal abstract void CrossEntropy(Tensor logits, Tensor labels, Tensor loss, Tensor logSumExp, CrossEntropyOptions options);

    /// <summary>Overwrites dLogits.</summary>
    internal abstract void CrossEntropyBackward(
        Tensor logits, Tensor labels, Tensor logSumExp, Tensor dLoss, Tensor dLogits, CrossEntropyOptions options);

    /// <summary>The same for the logits hidden [.., C] weight^T [V, C], which are kept in logits [.., V] unless it is none.</summary>
    internal abstract void LinearCrossEntropy(
        Tensor hidden, Tensor weight, Tensor labels, Tensor loss, Tensor logSumExp, Tensor logits, CrossEntropyOptions options);

    /// <summary>Overwrites dHidden, and adds to dWeight or overwrites it, unless they are none; logits none where they were not kept.</summary>
    internal abstract void LinearCrossEntropyBackward(
        Tensor hidden, Tensor weight, Tensor labels, Tensor logSumExp, Tensor logits, Tensor dLoss, Tensor dHidden, Tensor dWeight, bool accumulate,
        CrossEntropyOptions options);
}
