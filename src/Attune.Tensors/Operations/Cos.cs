namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>cos(x) for each element; f32: |x| up to 100,000, else NaN. f32 or f64.</summary>
    public static Tensor Cos(this Tensor x) => Map("cos", UnaryFunction.Cos, x);
}
