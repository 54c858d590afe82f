namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>x with values added to the named places of an axis; a place that is named again is added to again.</summary>
    /// <param name="x">f32 or f64.</param>
    /// <param name="indices">i32 [k], from 0 to the size of the axis less 1.</param>
    /// <param name="values">Of the shape of x, but k long along the axis.</param>
    /// <param name="axis">-1 is the last.</param>
    /// <exception cref="ArgumentException">No such axis, an index out of range, or shapes or types that do not fit.</exception>
    public static Tensor ScatterAdd(this Tensor x, Tensor indices, Tensor values, int axis = 0)
    {
        var state = Expect.Real("scatter_add", x);
        int count = Expect.Indices("scatter_add", state, indices);
        var along = AlongAxis.Of("scatter_add", state.Shape, axis);
        Expect.Operand("scatter_add", "values", state, values, state.Shape.With(along.Axis, count));
        var added = Packed(values);
        var y = Tensor.New(state.Shape, state.Type, state.Device, "scatter_add");
        state.Device.Copy(x, y);
        state.Device.ScatterAdd(added, Packed(indices), y, along.Outer, along.Size, along.Inner);
        return Tape.Needs(x, values) ? Tape.Record(y, new ScatterAddGradient(x, indices, values, along.Axis)) : y;
    }
}

/// <summary>dx = dy, dValues = dy at the named places.</summary>
internal readonly struct ScatterAddGradient(Tensor x, Tensor indices, Tensor values, int axis) : IGradient
{
    public void Backward(Tensor dy, Gradients gradients)
    {
        gradients.Add(x, dy);
        if (gradients.Wants(values))
            gradients.Add(values, dy.Gather(indices, axis));
    }
}
