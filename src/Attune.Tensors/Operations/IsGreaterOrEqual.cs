using Attune.Kernels;

namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>1 where x is at least y, else 0.</summary>
    public static Tensor IsGreaterOrEqual(this Tensor x, Tensor y) => Elementwise("is_greater_or_equal", BinaryFunction.GreaterOrEqual, x, y);
}
