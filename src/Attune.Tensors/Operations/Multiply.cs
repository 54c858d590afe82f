using Attune.Kernels;

namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>x y element by element, broadcast; f32, f64 or i32.</summary>
    public static Tensor Multiply(this Tensor x, Tensor y)
    {
        var product = Elementwise("multiply", BinaryFunction.Multiply, x, y);
        return Tape.Needs(x, y) ? Tape.Record(product, new MultiplyGradient(x, y)) : product;
    }
}

internal readonly struct MultiplyGradient(Tensor x, Tensor y) : IGradient
{
    public void Backward(Tensor dz, Gradients gradients)
    {
        if (gradients.Wants(x))
            gradients.Add(x, dz * y);
        if (gradients.Wants(y))
            gradients.Add(y, dz * x);
    }
}
