namespace Attune.Tensors;

public static partial class Operations
{
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
}

internal readonly struct TransposeGradient(Tensor x, int first, int second) : IGradient
{
    public void Backward(Tensor dy, Gradients gradients) => gradients.Add(x, dy.Transpose(first, second));
}
