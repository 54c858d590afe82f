namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>
    /// y = (x - mean) / sqrt(variance + eps) * gain + bias for each column: with the statistics of all rows while training, which also moves the running
    /// ones towards them, else with the running ones. arXiv:1502.03167.
    /// </summary>
    /// <param name="x">[.., C].</param>
    /// <param name="runningMean">[C]; changed while training.</param>
    /// <param name="runningVariance">[C]; changed while training, by the unbiased variance.</param>
    /// <param name="gain">[C], or none for 1.</param>
    /// <param name="bias">[C], or none for 0.</param>
    /// <param name="training">Which statistics to use.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="momentum">The weight of this batch in the running statistics.</param>
    /// <exception cref="ArgumentException">Not f32 or f64, no axis, another size of an operand, less than two rows to train on, or an epsilon or momentum out of range.</exception>
    public static Tensor BatchNorm(
        this Tensor x, Tensor runningMean, Tensor runningVariance, Tensor gain = default, Tensor bias = default, bool training = false,
        double epsilon = 1e-5, double momentum = 0.1)
    {
        const string Operation = "batch_norm";
        var state = Expect.Rows(Operation, x);
        var columns = Shape.Create([state.Shape[-1]]);
        Expect.Operand(Operation, "running mean", state, runningMean, columns);
        Expect.Operand(Operation, "running variance", state, runningVariance, columns);
        Expect.Optional(Operation, "gain", state, gain, columns);
        Expect.Optional(Operation, "bias", state, bias, columns);
        Expect.NotNegative(Operation, "epsilon", epsilon);
        if (!(momentum is >= 0 and <= 1))
            throw new ArgumentException($"{Operation}: expected momentum from 0 to 1, got {momentum}");
        if (training && state.Shape.AsRows().Rows < 2)
            throw new ArgumentException($"{Operation}: {state.Shape}: expected at least 2 rows to train on, got {state.Shape.AsRows().Rows}");

        var y = Tensor.New(state.Shape, state.Type, state.Device, Operation);
        var inverseDeviation = Tensor.New(columns, state.Type, state.Device, Operation);
        var mean = training ? Tensor.New(columns, state.Type, state.Device, Operation) : Packed(runningMean);
        if (training)
        {
            var (movedMean, movedVariance) = (Packed(runningMean), Packed(runningVariance));
            state.Device.BatchNormTrain(
                Packed(x), PackedOrNone(gain), PackedOrNone(bias), y, mean, inverseDeviation, movedMean, movedVariance, epsilon, momentum);
            CopyBack(movedMean, runningMean);
            CopyBack(movedVariance, runningVariance);
        }
        else
        {
            state.Device.BatchNormInfer(
                Packed(x), PackedOrNone(gain), PackedOrNone(bias), mean, Packed(runningVariance), y, inverseDeviation, epsilon);
        }

        return Tape.Needs(x, gain, bias) ? Tape.Record(y, new BatchNormGradient(x, gain, bias, mean, inverseDeviation, training)) : y;
    }

    /// <summary>What was written to a copy of a view goes to the view.</summary>
    private static void CopyBack(Tensor packed, Tensor x)
    {
        if (packed != x)
            x.Device.Copy(packed, x);
    }
}

internal readonly struct BatchNormGradient(Tensor x, Tensor gain, Tensor bias, Tensor mean, Tensor inverseDeviation, bool training) : IGradient
{
    public void Backward(Tensor dy, Gradients gradients)
    {
        var dx = Tensor.New(x.Shape, x.DType, x.Device, "gradient");
        var dGain = gradients.Wants(gain) ? gradients.TargetToAddTo(gain) : default;
        var dBias = gradients.Wants(bias) ? gradients.TargetToAddTo(bias) : default;
        x.Device.BatchNormBackward(
            Operations.Packed(x), Operations.PackedOrNone(gain), mean, inverseDeviation, Operations.Packed(dy), dx, dGain, dBias, training);
        gradients.Add(x, dx);
    }
}
