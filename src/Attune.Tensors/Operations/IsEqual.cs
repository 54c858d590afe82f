using Attune.Kernels;

namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>1 where x = y, else 0.</summary>
    public static Tensor IsEqual(this Tensor x, Tensor y) => Elementwise("is_equal", BinaryFunction.Equal, x, y);
}
