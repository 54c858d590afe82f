using Attune.Kernels;
using Attune.Tensors;

namespace Attune.Nn;

/// <summary>Attention of the rows of a pass, with the keys and values of earlier passes where there are caches.</summary>
public static class CachedAttention
{
    /// <summary>
    /// softmax(change(Q K^T / sqrt(D)), hidden where the mask says) V for every sequence and head. With caches, a mask or a change that looks up a table of pairs takes
    /// those of neighbours that share a pool, one after the other.
    /// </summary>
    /// <param name="pass">Segments, caches and drop-out.</param>
    /// <param name="layer">Number of the layer in the caches.</param>
    /// <param name="query">[N, H, D].</param>
    /// <param name="key">[N, K, D], H a multiple of K: K = H is multi-head, K = 1 multi-query, between them grouped-query attention.</param>
    /// <param name="value">[N, K, D].</param>
    /// <param name="mask">Which keys a query sees.</param>
    /// <param name="change">What becomes of a score.</param>
    /// <param name="settings">Scale, tables, drop-out of the weights.</param>
    /// <returns>[N, H, D].</returns>
    public static Tensor Attend<TMask, TChange>(
        this Pass pass, int layer, Tensor query, Tensor key, Tensor value, TMask mask, TChange change, AttentionSettings settings = default)
        where TMask : unmanaged, IAttentionMask
        where TChange : unmanaged, IAttentionChange
    {
        if (pass.CacheGroups is not { } groups)
            return query.Attention(key, value, pass.Segments.Offsets, mask, change, settings: settings);
        if (groups.Count == 1)
            return groups[0].Attend(layer, query, key, value, mask, change, settings);
        var mixed = new Tensor[groups.Count];
        for (int i = 0; i < mixed.Length; i++)
            mixed[i] = groups[i].Attend(layer, query, key, value, mask, change, settings);
        return Operations.Concat(mixed, 0);
    }

    /// <summary>The drop-out of attention weights that a pass asks for.</summary>
    /// <param name="pass">Seed, step and first row.</param>
    /// <param name="probability">Share of weights to drop.</param>
    /// <param name="site">The place of the layer.</param>
    public static AttentionDropout AttentionDropout(this Pass pass, double probability, int site) => pass.Dropout is { } draws && probability > 0
        ? new AttentionDropout((float)probability, new RandomKey(draws.Seed, draws.Step, site), draws.FirstRow)
        : default;
}
