namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>x^exponent for each element, as IEEE 754 pow has it. f32 or f64.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="exponent">The same for all elements.</param>
    public static Tensor Power(this Tensor x, double exponent) => Map("power", UnaryFunction.Power, x, exponent);
}
