namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>The elements as another type: rounded to nearest even, to whole numbers towards zero; x itself when it has that type.</summary>
    /// <remarks>The gradient is cast back; that of bf16 numbers is f32. Nothing passes through whole numbers.</remarks>
    public static Tensor Cast(this Tensor x, DType type)
    {
        var state = x.StateFor("cast");
        if (state.Type == type)
            return x;
        var y = Tensor.New(state.Shape, type, state.Device, "cast");
        state.Device.Cast(Packed(x), y);
        return Tape.Needs(x) && type != DType.I32 ? Tape.Record(y, new CastGradient(x)) : y;
    }
}

internal readonly struct CastGradient(Tensor x) : IGradient
{
    public Tensor Source => x;

    public void Backward(Tensor dy, Gradients gradients) => gradients.Add(x, dy.Cast(x.DType.GradientType()));
}
