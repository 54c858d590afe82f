using Attune.Kernels;

namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>x y element by element, broadcast; f32, f64 or i32.</summary>
    public static Tensor Multiply(this Tensor x, Tensor y) => Multiply((TensorOrNumber)x, y);

    internal static Tensor Multiply(in TensorOrNumber x, in TensorOrNumber y)
    {
        var product = Elementwise("multiply", BinaryFunction.Multiply, x, y);
        return Tape.Needs(x.Tensor, y.Tensor) ? Tape.Record(product, new MultiplyGradient(x, y)) : product;
    }
}

internal readonly struct MultiplyGradient(TensorOrNumber x, TensorOrNumber y) : IGradient
{
    public void Backward(Tensor dz, Gradients gradients)
    {
        if (gradients.Wants(x.Tensor))
            gradients.Add(x.Tensor, Operations.Multiply(dz, y));
        if (gradients.Wants(y.Tensor))
            gradients.Add(y.Tensor, Operations.Multiply(dz, x));
    }
}
