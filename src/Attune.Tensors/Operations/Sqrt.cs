namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>The square root of each element. f32 or f64.</summary>
    public static Tensor Sqrt(this Tensor x) => Map("sqrt", UnaryFunction.Sqrt, x);
}
