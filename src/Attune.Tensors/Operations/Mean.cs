namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>The mean of all elements, without axes; NaN when there are none.</summary>
    public static Tensor Mean(this Tensor x) => Flat("mean", x).Mean(0);

    /// <summary>Means along one axis; NaN when it is empty.</summary>
    /// <param name="x">f32 or f64.</param>
    /// <param name="axis">-1 is the last.</param>
    /// <param name="keepAxis">True to keep the axis, with size 1.</param>
    /// <exception cref="ArgumentException">No such axis, or another type.</exception>
    public static Tensor Mean(this Tensor x, int axis, bool keepAxis = false) => Reduce("mean", Reduction.Mean, x, axis, keepAxis);
}
