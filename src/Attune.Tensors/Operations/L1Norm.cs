namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>Sum of magnitudes along one axis.</summary>
    /// <param name="x">f32 or f64.</param>
    /// <param name="axis">-1 is the last.</param>
    /// <param name="keepAxis">True to keep the axis, with size 1.</param>
    /// <exception cref="ArgumentException">No such axis, or another type.</exception>
    public static Tensor L1Norm(this Tensor x, int axis, bool keepAxis = false) => Reduce("l1_norm", Reduction.L1Norm, x, axis, keepAxis);
}
