namespace Attune.Tensors;

public static partial class Operations
{
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
}

internal readonly struct BroadcastToGradient(Tensor x) : IGradient
{
    public void Backward(Tensor dy, Gradients gradients) => gradients.Add(x, dy);
}
