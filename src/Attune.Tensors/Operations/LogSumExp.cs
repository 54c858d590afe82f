namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>log(sum of e^x) along one axis, without overflow; -infinity when it is empty.</summary>
    /// <param name="x">f32 or f64.</param>
    /// <param name="axis">-1 is the last.</param>
    /// <param name="keepAxis">True to keep the axis, with size 1.</param>
    /// <exception cref="ArgumentException">No such axis, or another type.</exception>
    public static Tensor LogSumExp(this Tensor x, int axis, bool keepAxis = false) =>
        Reduce("logsumexp", Reduction.LogSumExp, x, axis, keepAxis);
}
