using Attune.Kernels;

namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>
    /// The cross-entropy of softmax(logits) against labels, row by row: with l = logsumexp(x),
    /// loss = (1 - s) (l - x[label]) + s (l - mean(x)) + z l^2.
    /// </summary>
    /// <param name="logits">[.., V].</param>
    /// <param name="labels">[..], i32, from 0 to V - 1, or the ignored label.</param>
    /// <param name="labelSmoothing">s, from 0 to 1. arXiv:1512.00567, section 7.</param>
    /// <param name="zLoss">z. arXiv:2204.02311, section 5.</param>
    /// <param name="ignoredLabel">Rows with this label have loss 0 and no gradient.</param>
    /// <returns>[..], the loss of each row.</returns>
    /// <exception cref="ArgumentException">Other types or shapes, or a label that is no class.</exception>
    public static Tensor CrossEntropy(this Tensor logits, Tensor labels, double labelSmoothing = 0, double zLoss = 0, int ignoredLabel = -100)
    {
        const string Operation = "cross_entropy";
        var state = Expect.Rows(Operation, logits);
        var rows = ExpectLabels(Operation, state, labels);
        var options = new CrossEntropyOptions(labelSmoothing, zLoss, ignoredLabel);
        var own = Packed(labels);
        var loss = Tensor.New(rows, state.Type, state.Device, Operation);
        var logSumExp = Tensor.New(rows, state.Type, state.Device, Operation);
        state.Device.CrossEntropy(Packed(logits), own, loss, logSumExp, options);
        return Tape.Needs(logits) ? Tape.Record(loss, new CrossEntropyGradient(logits, own, logSumExp, options)) : loss;
    }

    /// <summary>i32 labels, one for each row; their shape.</summary>
    private static Shape ExpectLabels(string operation, TensorState rows, Tensor labels)
    {
        var state = Expect.Type(operation, labels, DType.I32);
        Expect.SameDevice(operation, rows, state);
        var expected = rows.Shape.Without(-1);
        if (state.Shape != expected)
            throw new ArgumentException($"{operation}: {rows.Shape}: expected labels {expected}, got {state.Shape}");
        return expected;
    }
}

internal readonly struct CrossEntropyGradient(Tensor logits, Tensor labels, Tensor logSumExp, CrossEntropyOptions options) : IGradient
{
    public void Backward(Tensor dLoss, Gradients gradients)
    {
        var dLogits = Tensor.New(logits.Shape, logits.DType, logits.Device, "gradient");
        logits.Device.CrossEntropyBackward(Operations.Packed(logits), labels, logSumExp, Operations.Packed(dLoss), dLogits, options);
        gradients.Add(logits, dLogits);
    }
}
