namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>i32 places of the largest elements along one axis: of equal ones the first; NaN counts as larger than all else.</summary>
    /// <param name="x">f32 or f64.</param>
    /// <param name="axis">-1 is the last.</param>
    /// <param name="keepAxis">True to keep the axis, with size 1.</param>
    /// <exception cref="ArgumentException">No such axis, or another type, or nothing along it.</exception>
    public static Tensor ArgMax(this Tensor x, int axis, bool keepAxis = false)
    {
        var state = Expect.Real("argmax", x);
        var along = AlongAxis.Of("argmax", state.Shape, axis, keepAxis);
        if (along.Size == 0)
            throw new ArgumentException($"argmax: {state.Shape}: expected at least one number along axis {along.Axis}, got none");
        var y = Tensor.New(along.Result, DType.I32, state.Device, "argmax");
        state.Device.ArgMax(Packed(x), y, along.Outer, along.Size, along.Inner);
        return y;
    }
}
