using Attune.Kernels;

namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>The shared body of functions of two tensors, or of a tensor and a number on either side.</summary>
    private static Tensor Elementwise(string operation, BinaryFunction function, in TensorOrNumber x, in TensorOrNumber y)
    {
        var first = FirstTensor(x, y).StateFor(operation);
        if (first.Type is DType.BF16)
            throw new ArgumentException($"{operation}: expected f32, f64 or i32, got bf16 {first.Shape}");
        var shape = first.Shape;
        if (x.IsNumber || y.IsNumber)
            Expect.Number(operation, first, x.IsNumber ? x.Number : y.Number);
        else
            shape = Shape.Broadcast(shape, Expect.Same(operation, first, y.Tensor).Shape, operation);
        var result = Tensor.New(shape, first.Type, first.Device, operation);
        first.Device.Binary(function, x, y, result);
        return result;
    }

    private static Tensor FirstTensor(in TensorOrNumber x, in TensorOrNumber y) => x.IsNumber ? y.Tensor : x.Tensor;
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
