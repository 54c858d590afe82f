namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>
    /// Sum of squared deviations from the mean along one axis, divided by their number less <paramref name="correction"/>: 0 for the
    /// variance of the numbers themselves, 1 for the unbiased estimate. NaN when nothing is left to divide by.
    /// </summary>
    /// <param name="x">f32 or f64.</param>
    /// <param name="axis">-1 is the last.</param>
    /// <param name="correction">Subtracted from the number of elements.</param>
    /// <param name="keepAxis">True to keep the axis, with size 1.</param>
    /// <exception cref="ArgumentException">No such axis, or another type.</exception>
    public static Tensor Variance(this Tensor x, int axis, int correction = 0, bool keepAxis = false) =>
        Reduce("variance", Reduction.Variance, x, axis, keepAxis, parameter: correction);
}
