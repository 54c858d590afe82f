using Attune.Kernels;

namespace Attune.Tensors;

/// <summary>
/// What tensors can do: every public method is an operation, in a file of its own name, with its gradient. Operations check
/// shapes and types and throw <see cref="ArgumentException"/>; see CONTRIBUTING.md to add one.
/// </summary>
public static partial class Operations
{
    /// <summary>x + y, broadcast; f32, f64 or i32.</summary>
    public static Tensor Add(this Tensor x, Tensor y)
    {
        var sum = Elementwise("add", BinaryFunction.Add, x, y);
        return Tape.Needs(x, y) ? Tape.Record(sum, new AddGradient(x, y)) : sum;
    }

    /// <summary>x - y, broadcast; f32, f64 or i32.</summary>
    public static Tensor Subtract(this Tensor x, Tensor y)
    {
        var difference = Elementwise("subtract", BinaryFunction.Subtract, x, y);
        return Tape.Needs(x, y) ? Tape.Record(difference, new SubtractGradient(x, y)) : difference;
    }

    /// <summary>x y element by element, broadcast; f32, f64 or i32.</summary>
    public static Tensor Multiply(this Tensor x, Tensor y)
    {
        var product = Elementwise("multiply", BinaryFunction.Multiply, x, y);
        return Tape.Needs(x, y) ? Tape.Record(product, new MultiplyGradient(x, y)) : product;
    }

    /// <summary>x / y element by element, broadcast; f32 or f64.</summary>
    public static Tensor Divide(this Tensor x, Tensor y)
    {
        Expect.Real("divide", x);
        var quotient = Elementwise("divide", BinaryFunction.Divide, x, y);
        return Tape.Needs(x, y) ? Tape.Record(quotient, new DivideGradient(x, y, quotient)) : quotient;
    }

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

internal readonly struct AddGradient(Tensor x, Tensor y) : IGradient
{
    public void Backward(Tensor dz, Gradients gradients)
    {
        gradients.Add(x, dz);
        gradients.Add(y, dz);
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
