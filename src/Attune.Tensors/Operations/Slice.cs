namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>Part of one axis: <paramref name="count"/> places from <paramref name="start"/> on; a view.</summary>
    /// <exception cref="ArgumentException">No such axis, or not inside of it.</exception>
    public static Tensor Slice(this Tensor x, int axis, int start, int count)
    {
        var state = x.StateFor("slice");
        axis = state.Shape.Axis(axis, "slice");
        int size = state.Shape[axis];
        if (start < 0 || count < 0 || start > size - count)
            throw new ArgumentException($"slice: {state.Shape}: expected places within the {size} of axis {axis}, got {count} from {start} on");
        var y = Tensor.View(state, state.Shape.With(axis, count), state.Strides, state.Offset + (start * state.Strides[axis]), "slice");
        return Tape.Needs(x) ? Tape.Record(y, new SliceGradient(x, axis, start)) : y;
    }
}

/// <summary>The part gets dy, the rest nothing: all parts of one tensor share the memory of its gradient.</summary>
internal readonly struct SliceGradient(Tensor x, int axis, int start) : IGradient
{
    public Tensor Whole => x;

    public int Axis => axis;

    public int Start => start;

    public void Backward(Tensor dy, Gradients gradients) => gradients.AddSlice(x, axis, start, dy);
}
