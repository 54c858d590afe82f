using Attune.Kernels;

namespace Attune.Tensors;

/// <summary>What an attention call has beside its operands; the default is plain attention.</summary>
public readonly record struct AttentionSettings
{
    /// <summary>What scores are multiplied by; 0 for 1 / sqrt(D).</summary>
    public double Scale { get; init; }

    /// <summary>Which weights are dropped; by default none.</summary>
    public AttentionDropout Dropout { get; init; }

    /// <summary>[H]: the slopes of <see cref="Alibi"/>, which are constants: they must need no gradient.</summary>
    public Tensor Slopes { get; init; }

    /// <summary>[buckets, H]: the learned table of <see cref="RelativeBias"/>.</summary>
    public Tensor Bias { get; init; }

    /// <summary>[pairs]: [queries, keys] of every segment, one after the other, for <see cref="AdditiveMask"/>. It must need no gradient.</summary>
    public Tensor Additive { get; init; }

    /// <summary>
    /// i32 [keys]: which rows of keys and values the keys of every segment are, one segment after the other, so that segments may share rows and rows may lie in any
    /// order (<c>keyOffsets</c> then count these numbers); none where the keys are all rows in their order. Where a gradient is needed, and in f64, rows are copied into that order first.
    /// </summary>
    public Tensor KeyRows { get; init; }

    /// <summary>[queries, keys] of every segment, one after the other: true where the key is seen; for <see cref="ExplicitMask"/>.</summary>
    public ReadOnlyMemory<bool> Visible { get; init; }

    /// <summary>[query blocks, key blocks]: true where the block is seen; for <see cref="BlockPattern"/>.</summary>
    public ReadOnlyMemory<bool> Pattern { get; init; }
}

/// <summary>The tensors of one attention call, as the device takes them.</summary>
internal readonly record struct AttentionCall(
    Tensor Query, Tensor Key, Tensor Value, Tensor QueryOffsets, Tensor KeyOffsets, AttentionSettings Settings);

public static partial class Operations
{
    /// <summary>
    /// softmax(change(scale Q K^T), hidden where the mask says) V for every segment and head, without the matrix of scores.
    /// arXiv:1706.03762, equation 1; see <see cref="Kernels.Attention"/>.
    /// </summary>
    /// <param name="query">[N, H, D]; views whose last stride is 1 are read where they lie.</param>
    /// <param name="key">[M, K, D], H a multiple of K.</param>
    /// <param name="value">[M, K, D].</param>
    /// <param name="offsets">i32 [S + 1]: the first query row of every segment, and N.</param>
    /// <param name="mask">Which keys a query sees: <see cref="NoMask"/>, <see cref="Causal"/>, <see cref="Window"/>, …</param>
    /// <param name="change">What becomes of a score: <see cref="NoChange"/>, <see cref="Alibi"/>, <see cref="SoftCap"/>, …</param>
    /// <param name="keyOffsets">i32 [S + 1]: as for queries, of keys; none when they are the same.</param>
    /// <param name="settings">Scale, dropout, and what mask and change look up.</param>
    /// <returns>[N, H, D].</returns>
    /// <exception cref="ArgumentException">Sizes, types or offsets do not fit, the scale is not finite, or slopes or an additive mask need a gradient.</exception>
    public static Tensor Attention<TMask, TChange>(
        this Tensor query, Tensor key, Tensor value, Tensor offsets, TMask mask, TChange change, Tensor keyOffsets = default,
        AttentionSettings settings = default)
        where TMask : unmanaged, IAttentionMask
        where TChange : unmanaged, IAttentionChange
    {
        if (!settings.KeyRows.IsNone && (query.StateFor("attention").Type is DType.F64 || Tape.Needs(query, key, value, settings.Bias)))
            (key, value, settings) = InOrder(key, value, settings);
        var call = Prepare(query, key, value, offsets, keyOffsets, settings);
        // A gradient that never comes would go unnoticed.
        if (Tape.Needs(settings.Slopes))
            throw new ArgumentException("attention: expected slopes that need no gradient, got some that do; no gradient reaches them");
        if (Tape.Needs(settings.Additive))
            throw new ArgumentException("attention: expected an additive mask that needs no gradient, got one that does; no gradient reaches it");
        var state = query.State;
        var (rows, heads, _) = state.Shape.Dims3();
        bool isRecorded = Tape.Needs(query, key, value, settings.Bias);
        var y = Tensor.New(state.Shape, state.Type, state.Device, "attention");
        var logSumExp = isRecorded ? Tensor.New([rows, heads], state.Type, state.Device, "attention") : default;
        state.Device.Attention(call, y, logSumExp, mask, change);
        return isRecorded
            ? Tape.Record(y, new AttentionGradient<TMask, TChange>(query, key, value, call, settings.Bias, y, logSumExp, mask, change))
            : y;
    }

    /// <summary>Attention without a change of scores.</summary>
    /// <inheritdoc cref="Attention{TMask, TChange}"/>
    public static Tensor Attention<TMask>(
        this Tensor query, Tensor key, Tensor value, Tensor offsets, TMask mask, Tensor keyOffsets = default, AttentionSettings settings = default)
        where TMask : unmanaged, IAttentionMask =>
        query.Attention(key, value, offsets, mask, default(NoChange), keyOffsets, settings);

    /// <summary>The weights of one head, for pictures; outside of the tape.</summary>
    /// <returns>[pairs]: [queries, keys] of every segment, one after the other, before dropout.</returns>
    /// <inheritdoc cref="Attention{TMask, TChange}"/>
    /// <param name="head">From 0 to H - 1.</param>
    public static Tensor AttentionWeights<TMask, TChange>(
        this Tensor query, Tensor key, int head, Tensor offsets, TMask mask, TChange change, Tensor keyOffsets = default,
        AttentionSettings settings = default)
        where TMask : unmanaged, IAttentionMask
        where TChange : unmanaged, IAttentionChange
    {
        if (!settings.KeyRows.IsNone)
            (key, _, settings) = InOrder(key, key, settings);
        var call = Prepare(query, key, key, offsets, keyOffsets, settings);
        return query.Device.AttentionWeights(call, head, mask, change);
    }

    /// <summary>Keys and values in the order of their numbers, for what takes no numbers.</summary>
    private static (Tensor Key, Tensor Value, AttentionSettings Settings) InOrder(Tensor key, Tensor value, in AttentionSettings settings)
    {
        var numbers = settings.KeyRows;
        Expect.Indices("attention", key.StateFor("attention"), numbers);
        var keys = Selected(key);
        return (keys, value == key ? keys : Selected(value), settings with { KeyRows = default });

        Tensor Selected(Tensor x)
        {
            var (rows, heads, dim) = x.Dims3();
            return x.Reshape([rows, heads * dim]).Embedding(numbers).Reshape([numbers.ElementCount, heads, dim]);
        }
    }

    private static AttentionCall Prepare(
        Tensor query, Tensor key, Tensor value, Tensor offsets, Tensor keyOffsets, in AttentionSettings settings)
    {
        const string Operation = "attention";
        var (q, k) = (Expect.Real(Operation, query), Expect.Same(Operation, query.State, key));
        var v = Expect.Same(Operation, q, value);
        if (q.Shape.Rank != 3 || k.Shape.Rank != 3 || v.Shape != k.Shape || q.Shape[2] != k.Shape[2])
            throw new ArgumentException($"attention: expected queries [N, H, D], keys and values [M, K, D], got {q.Shape}, {k.Shape} and {v.Shape}");
        if (!double.IsFinite(settings.Scale))
            throw new ArgumentException($"attention: expected a finite scale, got {settings.Scale}");
        Expect.Indices(Operation, q, offsets);
        if (!keyOffsets.IsNone)
            Expect.Indices(Operation, q, keyOffsets);
        if (!settings.KeyRows.IsNone)
            Expect.Indices(Operation, q, settings.KeyRows);
        foreach (var table in (ReadOnlySpan<Tensor>)[settings.Slopes, settings.Bias, settings.Additive])
        {
            if (!table.IsNone)
                Expect.Same(Operation, q, table);
        }

        var own = Packed(offsets);
        return new AttentionCall(
            HeadsInRows(query), HeadsInRows(key), HeadsInRows(value), own, keyOffsets.IsNone ? own : Packed(keyOffsets),
            settings with
            {
                Scale = settings.Scale == 0 ? 1 / Math.Sqrt(q.Shape[2]) : settings.Scale,
                Slopes = PackedOrNone(settings.Slopes),
                Bias = PackedOrNone(settings.Bias),
                Additive = PackedOrNone(settings.Additive),
                KeyRows = PackedOrNone(settings.KeyRows),
            });
    }

    // Kernels read rows of heads through strides, as long as a head's elements are neighbours.
    private static Tensor HeadsInRows(Tensor x) => x.State.Strides[2] == 1 && x.DType is DType.F32 ? x : Packed(x);
}

internal readonly struct AttentionGradient<TMask, TChange>(
    Tensor query, Tensor key, Tensor value, AttentionCall call, Tensor bias, Tensor y, Tensor logSumExp, TMask mask, TChange change) : IGradient
    where TMask : unmanaged, IAttentionMask
    where TChange : unmanaged, IAttentionChange
{
    public void Backward(Tensor dy, Gradients gradients)
    {
        // The reference in f64 takes contiguous tensors only.
        bool strided = y.DType is DType.F32;
        Tensor dv = strided ? gradients.Place(value) : Like(value);
        Tensor dk = strided ? gradients.Place(key) : Like(key);
        Tensor dq = strided ? gradients.Place(query) : Like(query);
        var dBias = gradients.Wants(bias) ? Like(bias) : default;
        y.Device.AttentionBackward(call, y, logSumExp, Operations.Packed(dy), dq, dk, dv, dBias, mask, change);
        gradients.Add(query, dq);
        gradients.Add(key, dk);
        gradients.Add(value, dv);
        if (!dBias.IsNone)
            gradients.Add(bias, dBias);
    }

    private static Tensor Like(Tensor x) => Tensor.New(x.Shape, x.DType, x.Device, "gradient");
}
