using Attune.Kernels;

namespace Attune.Tensors;

/// <summary>What is done to a product while it is in the cache: activation((accumulate ? c : 0) + a b + bias) + residual.</summary>
/// <param name="Bias">[n], or none.</param>
/// <param name="Accumulate">True to begin with what c holds.</param>
/// <param name="Activation">f32 only.</param>
/// <param name="Residual">Of the shape of c, or none; f32 only.</param>
internal readonly record struct ProductEnd(
    Tensor Bias = default, bool Accumulate = false, Activation Activation = Activation.None, Tensor Residual = default);

/// <content>Matrix products.</content>
public abstract partial class Device
{
    /// <summary>
    /// c = end(a b), over all leading axes. a [.., m, k] and b [.., k, n] may be views whose last or second last stride is 1; their
    /// leading axes are broadcast to those of c [.., m, n].
    /// </summary>
    internal abstract void MatMul(Tensor a, Tensor b, Tensor c, ProductEnd end = default);

    /// <summary>What products with b [k, n], a view as above, read faster than b itself; null where there is none.</summary>
    internal abstract object? Pack(Tensor b);

    /// <summary>c = end(a b) of f32: a [m, k] as above, what was packed of b [k, n], c [m, n].</summary>
    internal abstract void MatMul(Tensor a, object packed, Tensor c, ProductEnd end);

    /// <summary>Values [N, K], indices [N, K] and logSumExp [N] of hidden [N, C] times what was packed [C, V]; f32.</summary>
    internal abstract void LinearTopK(Tensor hidden, object packed, Tensor values, Tensor indices, Tensor logSumExp);
}
