using Attune.Kernels;

namespace Attune.Tensors;

/// <content>Attention.</content>
public abstract partial class Device
{
    /// <summary>
    /// y [N, H, D] and, for the gradient, the log-sum-exp of the scores [N, H], or none. Queries, keys and values may be views whose last stride is 1.
    /// </summary>
    internal abstract void Attention<TMask, TChange>(in AttentionCall call, Tensor y, Tensor logSumExp, TMask mask, TChange change)
        where TMask : unmanaged, IAttentionMask
        where TChange : unmanaged, IAttentionChange;

    /// <summary>Overwrites the gradients; dBias may be none.</summary>
    internal abstract void AttentionBackward<TMask, TChange>(
        in AttentionCall call, Tensor y, Tensor logSumExp, Tensor dy, Tensor dq, Tensor dk, Tensor dv, Tensor dBias, TMask mask, TChange change)
        where TMask : unmanaged, IAttentionMask
        where TChange : unmanaged, IAttentionChange;

    /// <summary>The weights of one head.</summary>
    internal abstract Tensor AttentionWeights<TMask, TChange>(in AttentionCall call, int head, TMask mask, TChange change)
        where TMask : unmanaged, IAttentionMask
        where TChange : unmanaged, IAttentionChange;
}
