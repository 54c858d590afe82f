namespace Attune.Tensors;

public static partial class Operations
{
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
}
