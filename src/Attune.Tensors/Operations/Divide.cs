using Attune.Kernels;

namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>x / y element by element, broadcast; f32 or f64.</summary>
    public static Tensor Divide(this Tensor x, Tensor y) => Divide((TensorOrNumber)x, y);

    internal static Tensor Divide(in TensorOrNumber x, in TensorOrNumber y)
    {
        Expect.Real("divide", FirstTensor(x, y));
        var quotient = Elementwise("divide", BinaryFunction.Divide, x, y);
        return Tape.Needs(x.Tensor, y.Tensor) ? Tape.Record(quotient, new DivideGradient(x.Tensor, y, quotient)) : quotient;
    }
}

/// <summary>z = x / y: dx = dz / y, dy = -dz z / y.</summary>
internal readonly struct DivideGradient(Tensor x, TensorOrNumber y, Tensor z) : IGradient
{
    public void Backward(Tensor dz, Gradients gradients)
    {
        var dx = Operations.Divide(dz, y);
        gradients.Add(x, dx);
        if (gradients.Wants(y.Tensor))
            gradients.Add(y.Tensor, -(dx * z));
    }
}
