namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>The same elements in the same order under other sizes; a view where x has no gaps, else a copy.</summary>
    /// <param name="x">Of any type.</param>
    /// <param name="shape">As many elements.</param>
    /// <exception cref="ArgumentException">Another number of elements.</exception>
    public static Tensor Reshape(this Tensor x, Shape shape)
    {
        var state = x.StateFor("reshape");
        if (state.Shape == shape)
            return x;
        if (state.Shape.ElementCount != shape.ElementCount)
            throw new ArgumentException($"reshape: {state.Shape} has {state.Shape.ElementCount} elements, {shape} has {shape.ElementCount}");
        var packed = Packed(x).State;
        var y = Tensor.View(packed, shape, shape.RowMajorStrides(), packed.Offset, "reshape");
        return Tape.Needs(x) ? Tape.Record(y, new ReshapeGradient(x)) : y;
    }

    /// <summary>Exchanges two axes; a view. The last two by default.</summary>
    /// <exception cref="ArgumentException">No such axes.</exception>
    public static Tensor Transpose(this Tensor x, int first = -2, int second = -1)
    {
        var state = x.StateFor("transpose");
        int one = state.Shape.Axis(first, "transpose"), other = state.Shape.Axis(second, "transpose");
        var strides = state.Strides;
        (strides[one], strides[other]) = (strides[other], strides[one]);
        var y = Tensor.View(state, state.Shape.With(one, state.Shape[other]).With(other, state.Shape[one]), strides, state.Offset, "transpose");
        return Tape.Needs(x) ? Tape.Record(y, new TransposeGradient(x, one, other)) : y;
    }

    /// <summary>Repeats x along missing axes and axes of size 1; a view, nothing is copied.</summary>
    /// <exception cref="ArgumentException">x does not stretch to this shape.</exception>
    public static Tensor BroadcastTo(this Tensor x, Shape shape)
    {
        var state = x.StateFor("broadcast_to");
        if (state.Shape == shape)
            return x;
        if (Shape.Broadcast(state.Shape, shape, "broadcast_to") != shape)
            throw new ArgumentException($"broadcast_to: {state.Shape} does not stretch to {shape}");
        var y = Tensor.View(state, shape, Strided.Broadcast(state.Shape, state.Strides, shape), state.Offset, "broadcast_to");
        return Tape.Needs(x) ? Tape.Record(y, new BroadcastToGradient(x)) : y;
    }

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

    /// <summary>Equal parts along one axis; views.</summary>
    /// <exception cref="ArgumentException">No such axis, or its size is no multiple of <paramref name="parts"/>.</exception>
    public static Tensor[] Split(this Tensor x, int axis, int parts)
    {
        var state = x.StateFor("split");
        int size = state.Shape[state.Shape.Axis(axis, "split")];
        if (parts < 1 || size % parts != 0)
            throw new ArgumentException($"split: {state.Shape}: expected a number of parts that divides the {size} of axis {axis}, got {parts}");
        var split = new Tensor[parts];
        for (int i = 0; i < parts; i++)
            split[i] = x.Slice(axis, i * (size / parts), size / parts);
        return split;
    }

    /// <summary>One place of an axis, which vanishes; a view.</summary>
    /// <exception cref="ArgumentException">No such axis, or no such place.</exception>
    public static Tensor Select(this Tensor x, int axis, int place)
    {
        var state = x.StateFor("select");
        axis = state.Shape.Axis(axis, "select");
        if ((uint)place >= (uint)state.Shape[axis])
            throw new ArgumentException($"select: {state.Shape}: expected a place from 0 to {state.Shape[axis] - 1} of axis {axis}, got {place}");
        return x.Slice(axis, place, 1).Squeeze(axis);
    }

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

    /// <summary>Inserts an axis of size 1 before <paramref name="axis"/>, -1 at the end; a view.</summary>
    /// <exception cref="ArgumentException">No place for it.</exception>
    public static Tensor Unsqueeze(this Tensor x, int axis)
    {
        var state = x.StateFor("unsqueeze");
        var shape = state.Shape.Inserted(axis, 1);
        int place = axis < 0 ? axis + shape.Rank : axis;
        Axes strides = default;
        state.Strides[..place].CopyTo(strides);
        strides[place] = 1;
        state.Strides[place..state.Shape.Rank].CopyTo(strides[(place + 1)..]);
        var y = Tensor.View(state, shape, strides, state.Offset, "unsqueeze");
        return Tape.Needs(x) ? Tape.Record(y, new ReshapeGradient(x)) : y;
    }
}

internal readonly struct ReshapeGradient(Tensor x) : IGradient
{
    public void Backward(Tensor dy, Gradients gradients) => gradients.Add(x, dy.Reshape(x.Shape));
}

internal readonly struct TransposeGradient(Tensor x, int first, int second) : IGradient
{
    public void Backward(Tensor dy, Gradients gradients) => gradients.Add(x, dy.Transpose(first, second));
}

internal readonly struct BroadcastToGradient(Tensor x) : IGradient
{
    public void Backward(Tensor dy, Gradients gradients) => gradients.Add(x, dy);
}

/// <summary>The part gets dy, the rest nothing: all parts of one tensor add to the same memory.</summary>
internal readonly struct SliceGradient(Tensor x, int axis, int start) : IGradient
{
    public void Backward(Tensor dy, Gradients gradients)
    {
        var part = gradients.TargetToAddTo(x).Slice(axis, start, dy.Shape[axis]);
        Operations.AddInto(part, dy);
    }
}
