namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>The shared body of reductions along an axis.</summary>
    private static Tensor Reduce(
        string operation, Reduction reduction, Tensor x, int axis, bool keepAxis, bool mayBeEmpty = true, int parameter = 0)
    {
        var state = Expect.Real(operation, x);
        var along = AlongAxis.Of(operation, state.Shape, axis, keepAxis);
        if (along.Size == 0 && !mayBeEmpty)
            throw new ArgumentException($"{operation}: {state.Shape}: expected at least one number along axis {along.Axis}, got none");
        var y = Tensor.New(along.Result, state.Type, state.Device, operation);
        state.Device.Reduce(reduction, Packed(x), y, along.Outer, along.Size, along.Inner, parameter);
        if (!Tape.Needs(x))
            return y;
        return reduction is Reduction.Sum or Reduction.Mean
            ? Tape.Record(y, new SumGradient(x, along.Axis, reduction is Reduction.Sum ? 1 : 1.0 / along.Size))
            : Tape.Record(y, new ReductionGradient(x, y, reduction, along.Axis, parameter));
    }

    /// <summary>x with all elements along one axis.</summary>
    private static Tensor Flat(string operation, Tensor x)
    {
        var state = Expect.Real(operation, x);
        return x.Reshape([state.Shape.ElementCount]);
    }
}

/// <summary>A tensor seen as [outer, size, inner] around one of its axes.</summary>
internal readonly record struct AlongAxis(int Axis, int Outer, int Size, int Inner, Shape Result)
{
    /// <param name="operation">For messages.</param>
    /// <param name="shape">Of the tensor.</param>
    /// <param name="axis">-1 is the last.</param>
    /// <param name="keepAxis">True when the result keeps the axis, with size 1.</param>
    public static AlongAxis Of(string operation, in Shape shape, int axis, bool keepAxis = false)
    {
        axis = shape.Axis(axis, operation);
        var (outer, inner) = (1, 1);
        for (int i = 0; i < axis; i++)
            outer *= shape[i];
        for (int i = axis + 1; i < shape.Rank; i++)
            inner *= shape[i];
        return new AlongAxis(axis, outer, shape[axis], inner, keepAxis ? shape.With(axis, 1) : shape.Without(axis));
    }
}

internal readonly struct ReductionGradient(Tensor x, Tensor y, Reduction reduction, int axis, int parameter) : IGradient
{
    public void Backward(Tensor dy, Gradients gradients)
    {
        var along = AlongAxis.Of("gradient", x.Shape, axis);
        var dx = Tensor.New(x.Shape, x.DType, x.Device, "gradient");
        x.Device.ReduceBackward(
            reduction, Operations.Packed(x), y, Operations.Packed(dy), dx, along.Outer, along.Size, along.Inner, parameter);
        gradients.Add(x, dx);
    }
}
