using Attune.Kernels;

namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>x + y, broadcast; f32, f64 or i32.</summary>
    public static Tensor Add(this Tensor x, Tensor y)
    {
        var sum = Elementwise("add", BinaryFunction.Add, x, y);
        return Tape.Needs(x, y) ? Tape.Record(sum, new AddGradient(x, y)) : sum;
    }
}

internal readonly struct AddGradient(Tensor x, Tensor y) : IGradient
{
    public void Backward(Tensor dz, Gradients gradients)
    {
        gradients.Add(x, dz);
        gradients.Add(y, dz);
    }
}
