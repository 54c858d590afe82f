using Attune.Kernels;

namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>The larger of corresponding elements, broadcast; NaN when either is. Of equal ones y gets the gradient.</summary>
    public static Tensor Maximum(this Tensor x, Tensor y)
    {
        var z = Elementwise("maximum", BinaryFunction.Maximum, x, y);
        return Tape.Needs(x, y) ? Tape.Record(z, new ExtremeGradient(x, y, BinaryFunction.Greater)) : z;
    }

    /// <summary>The smaller of corresponding elements, broadcast; NaN when either is. Of equal ones y gets the gradient.</summary>
    public static Tensor Minimum(this Tensor x, Tensor y)
    {
        var z = Elementwise("minimum", BinaryFunction.Minimum, x, y);
        return Tape.Needs(x, y) ? Tape.Record(z, new ExtremeGradient(x, y, BinaryFunction.Less)) : z;
    }

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

/// <summary>dz goes to x where x won, else to y.</summary>
internal readonly struct ExtremeGradient(Tensor x, Tensor y, BinaryFunction wins) : IGradient
{
    public void Backward(Tensor dz, Gradients gradients)
    {
        var won = Tensor.New(dz.Shape, dz.DType, dz.Device, "gradient");
        dz.Device.Binary(wins, x, y, won);
        var dx = dz * won;
        gradients.Add(x, dx);
        if (gradients.Wants(y))
            gradients.Add(y, dz - dx);
    }
}
