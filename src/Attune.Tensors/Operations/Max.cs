namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>The largest of all elements, without axes; NaN when any is NaN.</summary>
    public static Tensor Max(this Tensor x) => Flat("max", x).Max(0);

    /// <summary>The largest elements along one axis; NaN when any is NaN. The gradient goes to the first of equal ones.</summary>
    /// <param name="x">f32 or f64.</param>
    /// <param name="axis">-1 is the last.</param>
    /// <param name="keepAxis">True to keep the axis, with size 1.</param>
    /// <exception cref="ArgumentException">No such axis, or another type, or nothing along it.</exception>
    public static Tensor Max(this Tensor x, int axis, bool keepAxis = false) =>
        Reduce("max", Reduction.Max, x, axis, keepAxis, mayBeEmpty: false);
}
