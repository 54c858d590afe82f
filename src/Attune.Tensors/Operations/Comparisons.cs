using Attune.Kernels;

namespace Attune.Tensors;

/// <content>Comparisons: 1 where true, else 0, in the type of the operands (f32, f64 or i32), broadcast. No gradient passes.</content>
public static partial class Operations
{
    /// <summary>1 where x = y, else 0.</summary>
    public static Tensor IsEqual(this Tensor x, Tensor y) => Elementwise("is_equal", BinaryFunction.Equal, x, y);

    /// <summary>1 where x and y differ, else 0; NaN differs from everything.</summary>
    public static Tensor IsNotEqual(this Tensor x, Tensor y) => Elementwise("is_not_equal", BinaryFunction.NotEqual, x, y);

    /// <summary>1 where x is less than y, else 0.</summary>
    public static Tensor IsLess(this Tensor x, Tensor y) => Elementwise("is_less", BinaryFunction.Less, x, y);

    /// <summary>1 where x is at most y, else 0.</summary>
    public static Tensor IsLessOrEqual(this Tensor x, Tensor y) => Elementwise("is_less_or_equal", BinaryFunction.LessOrEqual, x, y);

    /// <summary>1 where x is greater than y, else 0.</summary>
    public static Tensor IsGreater(this Tensor x, Tensor y) => Elementwise("is_greater", BinaryFunction.Greater, x, y);

    /// <summary>1 where x is at least y, else 0.</summary>
    public static Tensor IsGreaterOrEqual(this Tensor x, Tensor y) => Elementwise("is_greater_or_equal", BinaryFunction.GreaterOrEqual, x, y);
}
