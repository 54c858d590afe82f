namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>x sigmoid(x) for each element. arXiv:1702.03118. f32 or f64.</summary>
    public static Tensor Silu(this Tensor x) => Map("silu", UnaryFunction.Silu, x);
}
