namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>The natural logarithm of each element; -infinity at 0, NaN below. f32 or f64.</summary>
    public static Tensor Log(this Tensor x) => Map("log", UnaryFunction.Log, x);
}
