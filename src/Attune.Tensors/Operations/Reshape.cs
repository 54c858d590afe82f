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
}

internal readonly struct ReshapeGradient(Tensor x) : IGradient
{
    public void Backward(Tensor dy, Gradients gradients) => gradients.Add(x, dy.Reshape(x.Shape));
}
