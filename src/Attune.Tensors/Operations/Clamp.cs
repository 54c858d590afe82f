namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>x, but at least <paramref name="low"/> and at most <paramref name="high"/>. No gradient passes at and beyond the bounds.</summary>
    /// <exception cref="ArgumentException">Not f32 or f64, or bounds in the wrong order.</exception>
    public static Tensor Clamp(this Tensor x, double low, double high)
    {
        var state = Expect.Real("clamp", x);
        if (!(low <= high))
            throw new ArgumentException($"clamp: expected bounds in order, got {low} and {high}");
        return x.Maximum(Tensor.Scalar(low, state.Type, state.Device)).Minimum(Tensor.Scalar(high, state.Type, state.Device));
    }
}
