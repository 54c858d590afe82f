using Attune.Kernels;

namespace Attune.Tensors;

/// <summary>A function of one number that <see cref="Device.Unary"/> applies; its operation documents it.</summary>
internal enum UnaryFunction
{
    Relu,
    LeakyRelu,
    GeluExact,
    GeluTanh,
    Silu,
    Sigmoid,
    Tanh,
    Softplus,
    Exp,
    Log,
    Sqrt,
    Square,
    Reciprocal,
    Abs,
    Negate,
    Power,
    Sin,
    Cos,
}

/// <content>Functions of corresponding elements.</content>
public abstract partial class Device
{
    /// <summary>y = f(a, b); a and b may be views or numbers and are broadcast to the shape of y. f32, f64, i32.</summary>
    internal abstract void Binary(BinaryFunction function, in TensorOrNumber a, in TensorOrNumber b, Tensor y);

    /// <summary>y = a where the condition is not 0, else b; all of one type; a and b of the shape of y or one element.</summary>
    internal abstract void Where(Tensor condition, Tensor a, Tensor b, Tensor y);

    /// <summary>y = f(x); some functions have a parameter.</summary>
    internal abstract void Unary(UnaryFunction function, Tensor x, Tensor y, double parameter);

    /// <summary>dx = dy f'(x).</summary>
    internal abstract void UnaryBackward(UnaryFunction function, Tensor x, Tensor dy, Tensor dx, double parameter);
}
