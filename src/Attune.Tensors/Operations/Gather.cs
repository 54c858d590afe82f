namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>The named places of an axis, in the order of the indices, which may repeat.</summary>
    /// <param name="x">Of any type.</param>
    /// <param name="indices">i32 [k], from 0 to the size of the axis less 1.</param>
    /// <param name="axis">The axis that is picked from; becomes k long. -1 is the last.</param>
    /// <exception cref="ArgumentException">No such axis, an index out of range, or indices of another type or shape.</exception>
    public static Tensor Gather(this Tensor x, Tensor indices, int axis = 0)
    {
        var state = x.StateFor("gather");
        int count = Expect.Indices("gather", state, indices);
        var along = AlongAxis.Of("gather", state.Shape, axis);
        var y = Tensor.New(state.Shape.With(along.Axis, count), state.Type, state.Device, "gather");
        state.Device.Gather(Packed(x), Packed(indices), y, along.Outer, along.Size, along.Inner);
        return Tape.Needs(x) ? Tape.Record(y, new GatherGradient(x, indices, along.Axis)) : y;
    }
}

/// <summary>dy is added to the places it was picked from.</summary>
internal readonly struct GatherGradient(Tensor x, Tensor indices, int axis) : IGradient
{
    public void Backward(Tensor dy, Gradients gradients)
    {
        var along = AlongAxis.Of("gradient", x.Shape, axis);
        x.Device.ScatterAdd(
            Operations.Packed(dy), Operations.Packed(indices), gradients.TargetToAddTo(x), along.Outer, along.Size, along.Inner);
    }
}
