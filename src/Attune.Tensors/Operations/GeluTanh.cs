namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) for each element: the approximation of GELU that GPT-2 uses. arXiv:1606.08415. f32 or f64.</summary>
    public static Tensor GeluTanh(this Tensor x) => Map("gelu_tanh", UnaryFunction.GeluTanh, x);
}
