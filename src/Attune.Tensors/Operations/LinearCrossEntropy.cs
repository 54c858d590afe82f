using Attune.Kernels;

namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary><see cref="CrossEntropy"/> of the logits hidden weight^T, which are computed block by block and never held.</summary>
    /// <param name="hidden">[.., C].</param>
    /// <param name="weight">[V, C].</param>
    /// <param name="labels">[..], i32, from 0 to V - 1, or the ignored label.</param>
    /// <param name="labelSmoothing">From 0 to 1.</param>
    /// <param name="zLoss">The factor of the squared log-normalizer.</param>
    /// <param name="ignoredLabel">Rows with this label have loss 0 and no gradient.</param>
    /// <returns>[..], the loss of each row.</returns>
    /// <exception cref="ArgumentException">Other types or shapes, or a label that is no class.</exception>
    public static Tensor LinearCrossEntropy(
        this Tensor hidden, Tensor weight, Tensor labels, double labelSmoothing = 0, double zLoss = 0, int ignoredLabel = -100)
    {
        const string Operation = "linear_cross_entropy";
        var state = Expect.Rows(Operation, hidden);
        var classes = Expect.Same(Operation, state, weight).Shape;
        if (classes.Rank != 2 || classes[1] != state.Shape[-1])
            throw new ArgumentException($"{Operation}: {state.Shape}: expected a weight [classes, {state.Shape[-1]}], got {classes}");
        var rows = ExpectLabels(Operation, state, labels);
        var options = new CrossEntropyOptions(labelSmoothing, zLoss, ignoredLabel);
        var own = Packed(labels);
        var loss = Tensor.New(rows, state.Type, state.Device, Operation);
        var logSumExp = Tensor.New(rows, state.Type, state.Device, Operation);
        state.Device.LinearCrossEntropy(Packed(hidden), Packed(weight), own, loss, logSumExp, options);
        return Tape.Needs(hidden, weight)
            ? Tape.Record(loss, new LinearCrossEntropyGradient(hidden, weight, own, logSumExp, options))
            : loss;
    }
}

internal readonly struct LinearCrossEntropyGradient(Tensor hidden, Tensor weight, Tensor labels, Tensor logSumExp, CrossEntropyOptions options) : IGradient
{
    public void Backward(Tensor dLoss, Gradients gradients)
    {
        var dHidden = gradients.Wants(hidden) ? Tensor.New(hidden.Shape, hidden.DType, hidden.Device, "gradient") : default;
        var dWeight = gradients.Wants(weight) ? gradients.TargetToAddTo(weight) : default;
        hidden.Device.LinearCrossEntropyBackward(
            Operations.Packed(hidden), Operations.Packed(weight), labels, logSumExp, Operations.Packed(dLoss), dHidden, dWeight, options);
        if (!dHidden.IsNone)
            gradients.Add(hidden, dHidden);
    }
}
