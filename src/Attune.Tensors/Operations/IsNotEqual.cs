using Attune.Kernels;

namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>1 where x and y differ, else 0; NaN differs from everything.</summary>
    public static Tensor IsNotEqual(this Tensor x, Tensor y) => Elementwise("is_not_equal", BinaryFunction.NotEqual, x, y);
}
