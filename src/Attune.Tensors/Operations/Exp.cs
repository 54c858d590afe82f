namespace Attune.Tensors;

public static partial class Operations
{
    /// <summary>e^x for each element.</summary>
    public static Tensor Exp(this Tensor x) => Map("exp", UnaryFunction.Exp, x);
}
