using Attune.Kernels;

namespace Attune.Tensors;

public static partial class Operations
{
    private const long KeptLogitBytes = 256L << 20;

    /// <summary><see cref="CrossEntropy"/> of the logits hidden weight^T, which are computed block by block and not held where they are many.</summary>
    /// <remarks>
    /// Up to 256 MiB of logits are kept for the gradient, which spares a fourth of the products of a training step here; beyond that they are computed
    /// again. The bits are the same. Between two bf16 factors the gradient of the logits is rounded to bf16 before it is multiplied.
    /// </remarks>
    /// <param name="hidden">[.., C]; f32 or bf16, or f64.</param>
    /// <param name="weight">[V, C]; f32 or bf16, or f64.</param>
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
        var (state, factor) = Expect.Factors(Operation, hidden, weight);
        var classes = factor.Shape;
        if (state.Shape.Rank == 0 || classes.Rank != 2 || classes[1] != state.Shape[-1])
            throw new ArgumentException($"{Operation}: {state.Shape}: expected a weight [classes, {(state.Shape.Rank == 0 ? "C" : state.Shape[-1])}], got {classes}");
        var rows = ExpectLabels(Operation, state, labels);
        var options = new CrossEntropyOptions(labelSmoothing, zLoss, ignoredLabel);
        var own = Packed(labels);
        var type = state.Type.GradientType();
        var loss = Tensor.New(rows, type, state.Device, Operation);
        var logSumExp = Tensor.New(rows, type, state.Device, Operation);
        bool isRecorded = Tape.Needs(hidden, weight);
        long kept = Kernels.LinearCrossEntropy.LogitsLength(rows.ElementCount, classes[0]);
        bool keeps = isRecorded && type is DType.F32 && kept * sizeof(float) <= KeptLogitBytes;
        var logits = keeps ? Tensor.New([(int)kept], type, state.Device, Operation) : default;
        state.Device.LinearCrossEntropy(Packed(RowsOf(hidden)), Packed(weight), own, loss, logSumExp, logits, options);
        return isRecorded
            ? Tape.Record(loss, new LinearCrossEntropyGradient(hidden, weight, own, logSumExp, logits, options))
            : loss;
    }
}

internal readonly struct LinearCrossEntropyGradient(
    Tensor hidden, Tensor weight, Tensor labels, Tensor logSumExp, Tensor logits, CrossEntropyOptions options) : IGradient
{
    public void Backward(Tensor dLoss, Gradients gradients)
    {
        var dHidden = gradients.Wants(hidden) ? Tensor.New(hidden.Shape, hidden.DType.GradientType(), hidden.Device, "gradient") : default;
        bool accumulate = false;
        var dWeight = gradients.Wants(weight) ? gradients.Target(weight, out accumulate) : default;
        hidden.Device.LinearCrossEntropyBackward(
            Operations.Packed(Operations.RowsOf(hidden)), Operations.Packed(weight), labels, logSumExp, logits, Operations.Packed(dLoss), dHidden, dWeight, accumulate,
            options);
        if (!dHidden.IsNone)
            gradients.Add(hidden, dHidden);
    }
}
