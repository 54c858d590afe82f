namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>The smallest of all elements, without axes; NaN when any is NaN.</summary>
    public static Tensor Min(this Tensor x) => Flat("min", x).Min(0);

    /// <summary>The smallest elements along one axis; NaN when any is NaN. The gradient goes to the first of equal ones.</summary>
    /// <param name="x">f32 or f64.</param>
    /// <param name="axis">-1 is the last.</param>
    /// <param name="keepAxis">True to keep the axis, with size 1.</param>
    /// <exception cref="ArgumentException">No such axis, or another type, or nothing along it.</exception>
    public static Tensor Min(this Tensor x, int axis, bool keepAxis = false)
    {
        Expect.Real("min", x);
        return -Reduce("min", Reduction.Max, -x, axis, keepAxis, mayBeEmpty: false);
    }
}
