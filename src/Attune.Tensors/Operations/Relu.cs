namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>max(x, 0) for each element; the gradient at 0 is 0. f32 or f64.</summary>
    public static Tensor Relu(this Tensor x) => Map("relu", UnaryFunction.Relu, x);
}
