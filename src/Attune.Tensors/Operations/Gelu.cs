namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>x Phi(x) for each element, Phi the distribution function of the normal distribution. arXiv:1606.08415. f32 or f64.</summary>
    public static Tensor Gelu(this Tensor x) => Map("gelu", UnaryFunction.GeluExact, x);
}
