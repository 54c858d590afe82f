namespace Attune.Tensors;

public static partial class Operations
{
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
}
