namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>-x for each element. f32 or f64.</summary>
    public static Tensor Negate(this Tensor x) => Map("negate", UnaryFunction.Negate, x);
}
