using Attune.Kernels;

namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>The shared body of functions of two tensors.</summary>
    private static Tensor Elementwise(string operation, BinaryFunction function, Tensor x, Tensor y)
    {
        var left = x.StateFor(operation);
        if (left.Type is DType.BF16)
            throw new ArgumentException($"{operation}: expected f32, f64 or i32, got bf16 {left.Shape}");
        var right = Expect.Same(operation, left, y);
        var result = Tensor.New(Shape.Broadcast(left.Shape, right.Shape, operation), left.Type, left.Device, operation);
        left.Device.Binary(function, x, y, result);
        return result;
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
