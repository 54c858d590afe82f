namespace Attune.Tensors;

/// <content>Matrix products.</content>
public abstract partial class Device
{
    /// <summary>
    /// c = (accumulate ? c : 0) + a b + bias, over all leading axes. a [.., m, k] and b [.., k, n] may be views whose last or second last
    /// stride is 1; their leading axes are broadcast to those of c [.., m, n]. bias [n] or none.
    /// </summary>
    internal abstract void MatMul(Tensor a, Tensor b, Tensor c, Tensor bias, bool accumulate);
}
