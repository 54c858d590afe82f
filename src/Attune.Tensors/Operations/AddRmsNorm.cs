namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>
    /// sum = x + residual, y = sum / sqrt(mean(sum^2) + eps) * gain for each row of the last axis: the way into a block of a pre-norm transformer, where
    /// the sum goes on as the residual stream. In one pass, with the bits of the separate operations. arXiv:1910.07467.
    /// </summary>
    /// <param name="x">[.., C].</param>
    /// <param name="residual">[.., C].</param>
    /// <param name="gain">[C], or none for 1.</param>
    /// <param name="epsilon">Added to the mean square.</param>
    /// <returns>The sum [.., C] and y [.., C], both differentiable.</returns>
    /// <exception cref="ArgumentException">Not f32 or f64, no axis, another shape or type of the residual or the gain, or a negative epsilon.</exception>
    public static (Tensor Sum, Tensor Y) AddRmsNorm(this Tensor x, Tensor residual, Tensor gain = default, double epsilon = 1e-5)
    {
        var state = Expect.Rows("add_rms_norm", x);
        Expect.Operand("add_rms_norm", "residual", state, residual, state.Shape);
        Expect.Optional("add_rms_norm", "gain", state, gain, [state.Shape[-1]]);
        Expect.NotNegative("add_rms_norm", "epsilon", epsilon);
        var sum = Tensor.New(state.Shape, state.Type, state.Device, "add_rms_norm");
        var y = Tensor.New(state.Shape, state.Type, state.Device, "add_rms_norm");
        state.Device.AddRmsNorm(Packed(x), Packed(residual), PackedOrNone(gain), sum, y, epsilon);
        if (Tape.Needs(x, residual, gain))
            Tape.Record(y, sum, new AddRmsNormGradient(x, residual, gain, sum, epsilon));
        return (sum, y);
    }
}

/// <summary>x and the residual both get the gradient of the norm's input and what reached the sum from elsewhere.</summary>
internal readonly struct AddRmsNormGradient(Tensor x, Tensor residual, Tensor gain, Tensor sum, double epsilon) : IGradient
{
    public void Backward(Tensor dy, Gradients gradients)
    {
        var dSum = Operations.PackedOrNone(gradients.Of(sum));
        var dx = Tensor.New(sum.Shape, sum.DType, sum.Device, "gradient");
        var dGain = gradients.Wants(gain) ? gradients.TargetToAddTo(gain) : default;
        sum.Device.RmsNormBackward(sum, Operations.PackedOrNone(gain), Operations.Packed(dy), dSum, dx, dGain, epsilon);
        gradients.Add(x, dx);
        gradients.Add(residual, dx);
    }
}
