namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>Inserts an axis of size 1 before <paramref name="axis"/>, -1 at the end; a view.</summary>
    /// <exception cref="ArgumentException">No place for it.</exception>
    public static Tensor Unsqueeze(this Tensor x, int axis)
    {
        var state = x.StateFor("unsqueeze");
        var shape = state.Shape.Inserted(axis, 1, "unsqueeze");
        int place = axis < 0 ? axis + shape.Rank : axis;
        Axes strides = default;
        state.Strides[..place].CopyTo(strides);
        strides[place] = 1;
        state.Strides[place..state.Shape.Rank].CopyTo(strides[(place + 1)..]);
        var y = Tensor.View(state, shape, strides, state.Offset, "unsqueeze");
        return Tape.Needs(x) ? Tape.Record(y, new ReshapeGradient(x)) : y;
    }
}
