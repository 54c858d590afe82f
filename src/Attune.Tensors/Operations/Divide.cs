using Attune.Kernels;

namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>x / y element by element, broadcast; f32 or f64.</summary>
    public static Tensor Divide(this Tensor x, Tensor y)
    {
        Expect.Real("divide", x);
        var quotient = Elementwise("divide", BinaryFunction.Divide, x, y);
        return Tape.Needs(x, y) ? Tape.Record(quotient, new DivideGradient(x, y, quotient)) : quotient;
    }
}

/// <summary>z = x / y: dx = dz / y, dy = -dz z / y.</summary>
internal readonly struct DivideGradient(Tensor x, Tensor y, Tensor z) : IGradient
{
    public void Backward(Tensor dz, Gradients gradients)
    {
        var dx = dz / y;
        gradients.Add(x, dx);
        if (gradients.Wants(y))
            gradients.Add(y, -(dx * z));
    }
}
