namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>Euclidean length along one axis; the gradient at 0 is 0.</summary>
    /// <param name="x">f32 or f64.</param>
    /// <param name="axis">-1 is the last.</param>
    /// <param name="keepAxis">True to keep the axis, with size 1.</param>
    /// <exception cref="ArgumentException">No such axis, or another type.</exception>
    public static Tensor L2Norm(this Tensor x, int axis, bool keepAxis = false) => Reduce("l2_norm", Reduction.L2Norm, x, axis, keepAxis);
}
