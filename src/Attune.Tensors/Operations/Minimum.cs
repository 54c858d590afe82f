using Attune.Kernels;

namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>The smaller of corresponding elements, broadcast; NaN when either is. Of equal ones y gets the gradient.</summary>
    public static Tensor Minimum(this Tensor x, Tensor y)
    {
        var z = Elementwise("minimum", BinaryFunction.Minimum, x, y);
        return Tape.Needs(x, y) ? Tape.Record(z, new ExtremeGradient(x, y, BinaryFunction.Less)) : z;
    }
}
