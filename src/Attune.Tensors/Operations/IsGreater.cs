using Attune.Kernels;

namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>1 where x is greater than y, else 0.</summary>
    public static Tensor IsGreater(this Tensor x, Tensor y) => Elementwise("is_greater", BinaryFunction.Greater, x, y);
}
