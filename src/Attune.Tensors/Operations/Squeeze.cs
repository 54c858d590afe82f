namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>Removes an axis of size 1; a view.</summary>
    /// <exception cref="ArgumentException">No such axis, or of another size.</exception>
    public static Tensor Squeeze(this Tensor x, int axis)
    {
        var state = x.StateFor("squeeze");
        axis = state.Shape.Axis(axis, "squeeze");
        if (state.Shape[axis] != 1)
            throw new ArgumentException($"squeeze: {state.Shape}: expected size 1 of axis {axis}, got {state.Shape[axis]}");
        var strides = state.Strides;
        state.Strides[(axis + 1)..state.Shape.Rank].CopyTo(strides[axis..]);
        var y = Tensor.View(state, state.Shape.Without(axis), strides, state.Offset, "squeeze");
        return Tape.Needs(x) ? Tape.Record(y, new ReshapeGradient(x)) : y;
    }
}
