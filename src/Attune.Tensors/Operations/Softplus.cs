namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>log(1 + e^x) for each element. f32 or f64.</summary>
    public static Tensor Softplus(this Tensor x) => Map("softplus", UnaryFunction.Softplus, x);
}
