namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>The sum of all elements, without axes.</summary>
    public static Tensor Sum(this Tensor x)
    {
        Expect.Real("sum", x);
        return x.Reshape([x.ElementCount]).Sum(0);
    }

    /// <summary>Sums along one axis.</summary>
    /// <param name="x">f32 or f64.</param>
    /// <param name="axis">-1 is the last.</param>
    /// <param name="keepAxis">True to keep the axis, with size 1.</param>
    /// <exception cref="ArgumentException">No such axis, or another type.</exception>
    public static Tensor Sum(this Tensor x, int axis, bool keepAxis = false)
    {
        var state = Expect.Real("sum", x);
        var along = AlongAxis.Of("sum", state.Shape, axis, keepAxis);
        var y = Tensor.New(along.Result, state.Type, state.Device, "sum");
        state.Device.Sum(Packed(x), y, along.Outer, along.Size, along.Inner);
        return Tape.Needs(x) ? Tape.Record(y, new SumGradient(x, along.Axis)) : y;
    }

    /// <summary>x summed over what broadcasting stretched: the gradient of a broadcast operand. Outside of the tape.</summary>
    internal static Tensor SumTo(Tensor x, in Shape shape)
    {
        var packed = Packed(x);
        var sizes = x.Shape;
        int missing = sizes.Rank - shape.Rank;
        for (int last = sizes.Rank - 1; last >= 0; last--)
        {
            if (!IsStretched(sizes, shape, missing, last))
                continue;

            // Neighbouring axes are summed as one.
            int first = last;
            while (first > 0 && (IsStretched(sizes, shape, missing, first - 1) || sizes[first - 1] == 1))
                first--;
            var (outer, n, inner) = (1, 1, 1);
            var result = packed.Shape;
            for (int i = 0; i < sizes.Rank; i++)
            {
                int size = packed.Shape[i];
                if (i < first)
                    outer *= size;
                else if (i > last)
                    inner *= size;
                else
                    (n, result) = (n * size, result.With(i, 1));
            }

            var sum = Tensor.New(result, x.DType, x.Device, "sum");
            x.Device.Sum(packed, sum, outer, n, inner);
            (packed, last) = (sum, first);
        }

        return packed.Reshape(shape);
    }

    private static bool IsStretched(in Shape sizes, in Shape shape, int missing, int axis) =>
        sizes[axis] != 1 && (axis < missing || shape[axis - missing] == 1);
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

/// <summary>Each element gets the gradient of its sum.</summary>
internal readonly struct SumGradient(Tensor x, int axis) : IGradient
{
    public void Backward(Tensor dy, Gradients gradients) =>
        gradients.Add(x, dy.Reshape(x.Shape.With(axis, 1)).BroadcastTo(x.Shape));
}
