namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>
    /// sum = x + residual, y = (sum - mean(sum)) / sqrt(var(sum) + eps) * gain + bias for each row of the last axis: the way into a block of a pre-norm
    /// transformer, where the sum goes on as the residual stream. In one pass, with the bits of the separate operations. arXiv:1607.06450.
    /// </summary>
    /// <param name="x">[.., C].</param>
    /// <param name="residual">[.., C].</param>
    /// <param name="gain">[C], or none for 1.</param>
    /// <param name="bias">[C], or none for 0.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <returns>The sum [.., C] and y [.., C], both differentiable.</returns>
    /// <exception cref="ArgumentException">Not f32 or f64, no axis, another shape or type of the residual, the gain or the bias, or a negative epsilon.</exception>
    public static (Tensor Sum, Tensor Y) AddLayerNorm(
        this Tensor x, Tensor residual, Tensor gain = default, Tensor bias = default, double epsilon = 1e-5)
    {
        var state = Expect.Rows("add_layer_norm", x);
        Expect.Operand("add_layer_norm", "residual", state, residual, state.Shape);
        Expect.Optional("add_layer_norm", "gain", state, gain, [state.Shape[-1]]);
        Expect.Optional("add_layer_norm", "bias", state, bias, [state.Shape[-1]]);
        Expect.NotNegative("add_layer_norm", "epsilon", epsilon);
        var sum = Tensor.New(state.Shape, state.Type, state.Device, "add_layer_norm");
        var y = Tensor.New(state.Shape, state.Type, state.Device, "add_layer_norm");
        state.Device.AddLayerNorm(Packed(x), Packed(residual), PackedOrNone(gain), PackedOrNone(bias), sum, y, epsilon);
        if (Tape.Needs(x, residual, gain, bias))
            Tape.Record(y, sum, new AddLayerNormGradient(x, residual, gain, bias, sum, epsilon));
        return (sum, y);
    }
}

/// <summary>x and the residual both get the gradient of the norm's input and what reached the sum from elsewhere.</summary>
internal readonly struct AddLayerNormGradient(Tensor x, Tensor residual, Tensor gain, Tensor bias, Tensor sum, double epsilon) : IGradient
{
    public void Backward(Tensor dy, Gradients gradients)
    {
        var dSum = Operations.PackedOrNone(gradients.Of(sum));
        var dx = Tensor.New(sum.Shape, sum.DType, sum.Device, "gradient");
        var dGain = gradients.Wants(gain) ? gradients.TargetToAddTo(gain) : default;
        var dBias = gradients.Wants(bias) ? gradients.TargetToAddTo(bias) : default;
        sum.Device.LayerNormBackward(sum, Operations.PackedOrNone(gain), Operations.Packed(dy), dSum, dx, dGain, dBias, epsilon);
        gradients.Add(x, dx);
        gradients.Add(residual, dx);
    }
}
