namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>The shared body of functions of one number.</summary>
    private static Tensor Map(string operation, UnaryFunction function, Tensor x, double parameter = 0)
    {
        var state = Expect.Real(operation, x);
        var y = Tensor.New(state.Shape, state.Type, state.Device, operation);
        state.Device.Unary(function, Packed(x), y, parameter);
        return Tape.Needs(x) ? Tape.Record(y, new UnaryGradient(x, function, parameter)) : y;
    }
}

/// <summary>dx = dy f'(x).</summary>
internal readonly struct UnaryGradient(Tensor x, UnaryFunction function, double parameter) : IGradient
{
    public void Backward(Tensor dy, Gradients gradients)
    {
        var dx = Tensor.New(x.Shape, x.DType, x.Device, "gradient");
        x.Device.UnaryBackward(function, Operations.Packed(x), Operations.Packed(dy), dx, parameter);
        gradients.Add(x, dx);
    }
}
