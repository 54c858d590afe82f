namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>tanh(x) for each element. f32 or f64.</summary>
    public static Tensor Tanh(this Tensor x) => Map("tanh", UnaryFunction.Tanh, x);
}
