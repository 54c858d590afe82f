namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>y = x / sqrt(mean(x^2) + eps) * gain for each row of the last axis. arXiv:1910.07467.</summary>
    /// <param name="x">[.., C].</param>
    /// <param name="gain">[C], or none for 1.</param>
    /// <param name="epsilon">Added to the mean square.</param>
    /// <exception cref="ArgumentException">Not f32 or f64, no axis, another size of the gain, or a negative epsilon.</exception>
    public static Tensor RmsNorm(this Tensor x, Tensor gain = default, double epsilon = 1e-5)
    {
        var state = Expect.Rows("rms_norm", x);
        Expect.Optional("rms_norm", "gain", state, gain, [state.Shape[-1]]);
        Expect.NotNegative("rms_norm", "epsilon", epsilon);
        var y = Tensor.New(state.Shape, state.Type, state.Device, "rms_norm");
        state.Device.RmsNorm(Packed(x), PackedOrNone(gain), y, epsilon);
        return Tape.Needs(x, gain) ? Tape.Record(y, new RmsNormGradient(x, gain, epsilon)) : y;
    }
}

/// <summary>With r = 1 / sqrt(mean(x^2) + eps) and g = dy gain: dx = r (g - x r mean(g x r)), dGain = the sum of the rows of dy x r.</summary>
internal readonly struct RmsNormGradient(Tensor x, Tensor gain, double epsilon) : IGradient
{
    public void Backward(Tensor dy, Gradients gradients)
    {
        var dx = Tensor.New(x.Shape, x.DType, x.Device, "gradient");
        var dGain = gradients.Wants(gain) ? gradients.TargetToAddTo(gain) : default;
        x.Device.RmsNormBackward(Operations.Packed(x), Operations.PackedOrNone(gain), Operations.Packed(dy), default, dx, dGain, epsilon);
        gradients.Add(x, dx);
    }
}
