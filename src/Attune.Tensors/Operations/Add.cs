using Attune.Kernels;

namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>x + y, broadcast; f32, f64 or i32.</summary>
    public static Tensor Add(this Tensor x, Tensor y) => Add((TensorOrNumber)x, y);

    internal static Tensor Add(in TensorOrNumber x, in TensorOrNumber y)
    {
        var sum = Elementwise("add", BinaryFunction.Add, x, y);
        return Tape.Needs(x.Tensor, y.Tensor) ? Tape.Record(sum, new AddGradient(x.Tensor, y.Tensor)) : sum;
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
