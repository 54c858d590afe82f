using Attune.Kernels;

namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>The larger of corresponding elements, broadcast; NaN when either is. Of equal ones y gets the gradient.</summary>
    public static Tensor Maximum(this Tensor x, Tensor y)
    {
        var z = Elementwise("maximum", BinaryFunction.Maximum, x, y);
        return Tape.Needs(x, y) ? Tape.Record(z, new ExtremeGradient(x, y, BinaryFunction.Greater)) : z;
    }
}
