namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>The largest magnitude along one axis; the gradient goes to the first of equal ones.</summary>
    /// <param name="x">f32 or f64.</param>
    /// <param name="axis">-1 is the last.</param>
    /// <param name="keepAxis">True to keep the axis, with size 1.</param>
    /// <exception cref="ArgumentException">No such axis, or another type, or nothing along it.</exception>
    public static Tensor MaxNorm(this Tensor x, int axis, bool keepAxis = false) =>
        Reduce("max_norm", Reduction.MaxNorm, x, axis, keepAxis, mayBeEmpty: false);
}
