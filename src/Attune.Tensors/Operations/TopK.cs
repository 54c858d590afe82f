namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>
    /// The k largest elements of each row of the last axis, largest first, and where they are; of equal ones the lower index first, NaN before all
    /// else. The values are differentiable.
    /// </summary>
    /// <param name="x">[.., C].</param>
    /// <param name="k">From 0 to C.</param>
    /// <returns>Values [.., k] and indices [.., k] (i32).</returns>
    /// <exception cref="ArgumentException">Not f32 or f64, no axis, or k out of range.</exception>
    public static (Tensor Values, Tensor Indices) TopK(this Tensor x, int k)
    {
        var state = Expect.Rows("topk", x);
        if (k < 0 || k > state.Shape[-1])
            throw new ArgumentException($"topk: {state.Shape}: expected k from 0 to {state.Shape[-1]}, got {k}");
        var shape = state.Shape.With(-1, k);
        var values = Tensor.New(shape, state.Type, state.Device, "topk");
        var indices = Tensor.New(shape, DType.I32, state.Device, "topk");
        state.Device.TopK(Packed(x), values, indices);
        return (Tape.Needs(x) ? Tape.Record(values, new TopKGradient(x, indices)) : values, indices);
    }
}

internal readonly struct TopKGradient(Tensor x, Tensor indices) : IGradient
{
    public void Backward(Tensor dValues, Gradients gradients)
    {
        var dx = Tensor.New(x.Shape, x.DType, x.Device, "gradient");
        x.Device.TopKBackward(Operations.Packed(dValues), indices, dx);
        gradients.Add(x, dx);
    }
}
