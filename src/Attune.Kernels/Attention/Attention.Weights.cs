namespace Attune.Kernels;

public static unsafe partial class Attention
{
    /// <summary>
    /// The weights (before dropout) of one head, for pictures: what <see cref="Forward"/> never holds as a whole.
    /// </summary>
    /// <param name="shape">As in the forward pass.</param>
    /// <param name="query">[query rows, heads, headDim]</param>
    /// <param name="key">[key rows, keyHeads, headDim]</param>
    /// <param name="logSumExp">What the forward pass computed.</param>
    /// <param name="head">The query head.</param>
    /// <param name="weights">[queries, keys] of every segment, one after the other; overwritten.</param>
    /// <param name="mask">As in the forward pass.</param>
    /// <param name="change">As in the forward pass.</param>
    /// <param name="tables">As in the forward pass.</param>
    /// <exception cref="ArgumentException">An operand does not fit the shape.</exception>
    public static void Weights<TMask, TChange>(
        in AttentionShape shape,
        ReadOnlyHeadRows query,
        ReadOnlyHeadRows key,
        ReadOnlySpan<float> logSumExp,
        int head,
        Span<float> weights,
        in TMask mask,
        in TChange change,
        in AttentionTables<float> tables = default)
        where TMask : unmanaged, IAttentionMask
        where TChange : unmanaged, IAttentionChange
    {
        Validate(shape, query, key, key, query, mask, change, tables);
        ValidateLogSumExp(shape, logSumExp.Length);
        if (head < 0 || head >= shape.Heads)
            throw new ArgumentException($"attention: expected a head from 0 to {shape.Heads - 1}, got {head}");
        if (weights.Length != shape.Pairs)
            throw new ArgumentException($"attention: expected weights of {shape.Pairs} elements, [queries, keys] of every segment, got {weights.Length}");
        using var memory = Scratch.Rent(TableBytes(shape, change));
        fixed (float* q = query.Data, k = key.Data, l = logSumExp, w = weights, additive = tables.Additive)
        fixed (bool* visible = tables.Visible, pattern = tables.Pattern)
        fixed (int* queryOffsets = shape.QueryOffsets, keyOffsets = shape.KeyOffsets)
        {
            var operands = Operands(shape, change, tables, memory.Bytes, additive, visible, pattern, queryOffsets, keyOffsets);
            operands.Query = Pointer(q, query);
            operands.Key = Pointer(k, key);
            operands.LogSumExp = l;
            var kernel = new AttentionWeights<TMask, TChange>
            {
                Operands = operands,
                Mask = mask,
                Change = change,
                Head = head,
                Weights = w,
            };
            Launch.Range(ref kernel, shape.Segments, 1);
        }
    }
}
