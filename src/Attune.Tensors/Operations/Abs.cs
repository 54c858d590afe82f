namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>|x| for each element; the gradient at 0 is 0. f32 or f64.</summary>
    public static Tensor Abs(this Tensor x) => Map("abs", UnaryFunction.Abs, x);
}
