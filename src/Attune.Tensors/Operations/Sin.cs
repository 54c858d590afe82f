namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>sin(x) for each element; f32: |x| up to 100,000, else NaN. f32 or f64.</summary>
    public static Tensor Sin(this Tensor x) => Map("sin", UnaryFunction.Sin, x);
}
