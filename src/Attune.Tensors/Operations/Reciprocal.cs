namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>1 / x for each element. f32 or f64.</summary>
    public static Tensor Reciprocal(this Tensor x) => Map("reciprocal", UnaryFunction.Reciprocal, x);
}
