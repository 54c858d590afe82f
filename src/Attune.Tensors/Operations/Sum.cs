namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>The sum of all elements, without axes.</summary>
    public static Tensor Sum(this Tensor x) => Flat("sum", x).Sum(0);

    /// <summary>Sums along one axis.</summary>
    /// <param name="x">f32 or f64.</param>
    /// <param name="axis">-1 is the last.</param>
    /// <param name="keepAxis">True to keep the axis, with size 1.</param>
    /// <exception cref="ArgumentException">No such axis, or another type.</exception>
    public static Tensor Sum(this Tensor x, int axis, bool keepAxis = false) => Reduce("sum", Reduction.Sum, x, axis, keepAxis);

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
            x.Device.Reduce(Reduction.Sum, packed, sum, outer, n, inner, 0);
            (packed, last) = (sum, first);
        }

        return packed.Reshape(shape);
    }

    private static bool IsStretched(in Shape sizes, in Shape shape, int missing, int axis) =>
        sizes[axis] != 1 && (axis < missing || shape[axis - missing] == 1);
}

/// <summary>Each element gets the gradient of its sum (mean: divided by their number).</summary>
internal readonly struct SumGradient(Tensor x, int axis, double scale) : IGradient
{
    public void Backward(Tensor dy, Gradients gradients)
    {
        var scaled = scale == 1 ? dy : dy * scale;
        gradients.Add(x, scaled.Reshape(x.Shape.With(axis, 1)).BroadcastTo(x.Shape));
    }
}
