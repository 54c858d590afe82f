namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>y = exp(x) / sum(exp(x)) for each row of the last axis.</summary>
    /// <param name="x">[.., C].</param>
    /// <exception cref="ArgumentException">Not f32 or f64, or no axis.</exception>
    public static Tensor Softmax(this Tensor x) => Softmax("softmax", x, logarithm: false);

    /// <summary>y = x - log(sum(exp(x))) for each row of the last axis.</summary>
    /// <param name="x">[.., C].</param>
    /// <exception cref="ArgumentException">Not f32 or f64, or no axis.</exception>
    public static Tensor LogSoftmax(this Tensor x) => Softmax("log_softmax", x, logarithm: true);

    private static Tensor Softmax(string operation, Tensor x, bool logarithm)
    {
        var state = Expect.Rows(operation, x);
        var y = Tensor.New(state.Shape, state.Type, state.Device, operation);
        state.Device.Softmax(Packed(x), y, logarithm);
        return Tape.Needs(x) ? Tape.Record(y, new SoftmaxGradient(x, y, logarithm)) : y;
    }
}

/// <summary>dx = y (dy - sum(dy y)) for each row; for the logarithm dx = dy - exp(y) sum(dy).</summary>
internal readonly struct SoftmaxGradient(Tensor x, Tensor y, bool logarithm) : IGradient
{
    public void Backward(Tensor dy, Gradients gradients)
    {
        var dx = Tensor.New(y.Shape, y.DType, y.Device, "gradient");
        y.Device.SoftmaxBackward(y, Operations.Packed(dy), dx, logarithm);
        gradients.Add(x, dx);
    }
}
