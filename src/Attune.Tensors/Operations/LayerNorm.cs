namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>y = (x - mean(x)) / sqrt(var(x) + eps) * gain + bias for each row of the last axis. arXiv:1607.06450.</summary>
    /// <param name="x">[.., C].</param>
    /// <param name="gain">[C], or none for 1.</param>
    /// <param name="bias">[C], or none for 0.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <exception cref="ArgumentException">Not f32 or f64, no axis, another size of gain or bias, or a negative epsilon.</exception>
    public static Tensor LayerNorm(this Tensor x, Tensor gain = default, Tensor bias = default, double epsilon = 1e-5)
    {
        var state = Expect.Rows("layer_norm", x);
        Expect.Optional("layer_norm", "gain", state, gain, [state.Shape[-1]]);
        Expect.Optional("layer_norm", "bias", state, bias, [state.Shape[-1]]);
        Expect.NotNegative("layer_norm", "epsilon", epsilon);
        var y = Tensor.New(state.Shape, state.Type, state.Device, "layer_norm");
        state.Device.LayerNorm(Packed(x), PackedOrNone(gain), PackedOrNone(bias), y, epsilon);
        return Tape.Needs(x, gain, bias) ? Tape.Record(y, new LayerNormGradient(x, gain, bias, epsilon)) : y;
    }
}

/// <summary>
/// With n = (x - mean(x)) / sqrt(var(x) + eps) and g = dy gain: dx = (g - mean(g) - n mean(g n)) / sqrt(var(x) + eps), dGain = the sum of the rows of
/// dy n, dBias = that of dy.
/// </summary>
internal readonly struct LayerNormGradient(Tensor x, Tensor gain, Tensor bias, double epsilon) : IGradient
{
    public void Backward(Tensor dy, Gradients gradients)
    {
        var dx = Tensor.New(x.Shape, x.DType, x.Device, "gradient");
        var dGain = gradients.Wants(gain) ? gradients.TargetToAddTo(gain) : default;
        var dBias = gradients.Wants(bias) ? gradients.TargetToAddTo(bias) : default;
        x.Device.LayerNormBackward(
            Operations.Packed(x), Operations.PackedOrNone(gain), Operations.Packed(dy), default, dx, dGain, dBias, epsilon);
        gradients.Add(x, dx);
    }
}
