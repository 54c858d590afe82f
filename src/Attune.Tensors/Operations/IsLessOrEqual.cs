using Attune.Kernels;

namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>1 where x is at most y, else 0.</summary>
    public static Tensor IsLessOrEqual(this Tensor x, Tensor y) => Elementwise("is_less_or_equal", BinaryFunction.LessOrEqual, x, y);
}
