namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>Running sums along one axis: of each element and all before it, or from it on when <paramref name="reverse"/>.</summary>
    /// <param name="x">f32 or f64.</param>
    /// <param name="axis">-1 is the last.</param>
    /// <param name="reverse">True to sum from the end.</param>
    /// <exception cref="ArgumentException">No such axis, or another type.</exception>
    public static Tensor CumulativeSum(this Tensor x, int axis, bool reverse = false)
    {
        var state = Expect.Real("cumulative_sum", x);
        var along = AlongAxis.Of("cumulative_sum", state.Shape, axis);
        var y = Tensor.New(state.Shape, state.Type, state.Device, "cumulative_sum");
        state.Device.CumulativeSum(Packed(x), y, along.Outer, along.Size, along.Inner, reverse);
        return Tape.Needs(x) ? Tape.Record(y, new CumulativeSumGradient(x, axis, reverse)) : y;
    }
}

/// <summary>The cumulative sum of dy in the other direction.</summary>
internal readonly struct CumulativeSumGradient(Tensor x, int axis, bool reverse) : IGradient
{
    public void Backward(Tensor dy, Gradients gradients) => gradients.Add(x, dy.CumulativeSum(axis, !reverse));
}
