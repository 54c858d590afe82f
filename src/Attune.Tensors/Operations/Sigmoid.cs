namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>1 / (1 + e^-x) for each element. f32 or f64.</summary>
    public static Tensor Sigmoid(this Tensor x) => Map("sigmoid", UnaryFunction.Sigmoid, x);
}
