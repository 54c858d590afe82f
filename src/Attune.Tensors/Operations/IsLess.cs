using Attune.Kernels;

namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>1 where x is less than y, else 0.</summary>
    public static Tensor IsLess(this Tensor x, Tensor y) => Elementwise("is_less", BinaryFunction.Less, x, y);
}
