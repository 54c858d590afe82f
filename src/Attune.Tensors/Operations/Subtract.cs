using Attune.Kernels;

namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>x - y, broadcast; f32, f64 or i32.</summary>
    public static Tensor Subtract(this Tensor x, Tensor y) => Subtract((TensorOrNumber)x, y);

    internal static Tensor Subtract(in TensorOrNumber x, in TensorOrNumber y)
    {
        var difference = Elementwise("subtract", BinaryFunction.Subtract, x, y);
        return Tape.Needs(x.Tensor, y.Tensor) ? Tape.Record(difference, new SubtractGradient(x.Tensor, y.Tensor)) : difference;
    }
}

internal readonly struct SubtractGradient(Tensor x, Tensor y) : IGradient
{
    public void Backward(Tensor dz, Gradients gradients)
    {
        gradients.Add(x, dz);
        if (gradients.Wants(y))
            gradients.Add(y, -dz);
    }
}
