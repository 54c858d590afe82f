namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>x^2 for each element. f32 or f64.</summary>
    public static Tensor Square(this Tensor x) => Map("square", UnaryFunction.Square, x);
}
