namespace Attune.Kernels;

public static unsafe partial class Attention
{
    // Between the two ways to split the backward pass: 5 products a tile where one part computes all, 7 where two do.
    private const int ProductsTogether = 5;
    private const int ProductsApart = 7;

    /// <summary>Computes the gradients of queries, keys, values and of the table of <see cref="RelativeBias"/>.</summary>
    /// <param name="shape">As in the forward pass.</param>
    /// <param name="query">[query rows, heads, headDim]</param>
    /// <param name="key">[key rows, keyHeads, headDim]</param>
    /// <param name="value">[key rows, keyHeads, headDim]</param>
    /// <param name="output">What the forward pass computed.</param>
    /// <param name="logSumExp">What the forward pass computed.</param>
    /// <param name="outputGradient">[query rows, heads, headDim]</param>
    /// <param name="queryGradient">[query rows, heads, headDim], overwritten; no alias of the operands.</param>
    /// <param name="keyGradient">[key rows, keyHeads, headDim], overwritten: the sum over the query heads that share it.</param>
    /// <param name="valueGradient">[key rows, keyHeads, headDim], overwritten: the sum over the query heads that share it.</param>
    /// <param name="mask">As in the forward pass.</param>
    /// <param name="change">As in the forward pass.</param>
    /// <param name="tables">As in the forward pass.</param>
    /// <param name="biasGradient">[buckets, heads], overwritten; empty where not wanted.</param>
    /// <exception cref="ArgumentException">An operand does not fit the shape.</exception>
    public static void Backward<TMask, TChange>(
        in AttentionShape shape,
        ReadOnlyHeadRows query,
        ReadOnlyHeadRows key,
        ReadOnlyHeadRows value,
        ReadOnlyHeadRows output,
        ReadOnlySpan<float> logSumExp,
        ReadOnlyHeadRows outputGradient,
        HeadRows queryGradient,
        HeadRows keyGradient,
        HeadRows valueGradient,
        in TMask mask,
        in TChange change,
        in AttentionTables<float> tables = default,
        Span<float> biasGradient = default)
        where TMask : unmanaged, IAttentionMask
        where TChange : unmanaged, IAttentionChange
    {
        Validate(shape, query, key, value, output, mask, change, tables);
        ValidateRows(shape, outputGradient, shape.QueryRows, shape.Heads, "output gradient");
        ValidateRows(shape, queryGradient, shape.QueryRows, shape.Heads, "query gradient");
        ValidateRows(shape, keyGradient, shape.Keys, shape.KeyHeads, "key gradient");
        ValidateRows(shape, valueGradient, shape.Keys, shape.KeyHeads, "value gradient");
        ValidateLogSumExp(shape, logSumExp.Length);
        if (biasGradient.Length != 0 && (change.Reach == 0 || biasGradient.Length != tables.Bias.Length))
            throw new ArgumentException($"attention: expected a bias gradient of {(change.Reach == 0 ? 0 : tables.Bias.Length)} elements, got {biasGradient.Length}");

        int slotSize = biasGradient.Length / shape.Heads * shape.Group;
        var split = new BackwardSplit(shape);
        using var memory = Scratch.Rent(TableBytes(shape, change));
        using var list = Scratch.Rent(split.Parts * sizeof(AttentionBackwardPart));
        using var slots = Scratch.Rent(sizeof(double) * split.Slots * slotSize);
        split.List(shape, (AttentionBackwardPart*)list.Bytes);
        fixed (float* q = query.Data, k = key.Data, v = value.Data, o = output.Data, l = logSumExp, go = outputGradient.Data)
        fixed (float* gq = queryGradient.Data, gk = keyGradient.Data, gv = valueGradient.Data, additive = tables.Additive)
        fixed (bool* visible = tables.Visible, pattern = tables.Pattern)
        fixed (int* queryOffsets = shape.QueryOffsets, keyOffsets = shape.KeyOffsets)
        {
            var operands = Operands(shape, change, tables, memory.Bytes, additive, visible, pattern, queryOffsets, keyOffsets);
            operands.Query = Pointer(q, query);
            operands.Key = Pointer(k, key);
            operands.Value = Pointer(v, value);
            operands.Output = Pointer(o, output);
            operands.LogSumExp = l;
            var kernel = new AttentionBackward<TMask, TChange>
            {
                Operands = operands,
                OutputGradient = Pointer(go, outputGradient),
                QueryGradient = Pointer(gq, queryGradient),
                KeyGradient = Pointer(gk, keyGradient),
                ValueGradient = Pointer(gv, valueGradient),
                Mask = mask,
                Change = change,
                Parts = (AttentionBackwardPart*)list.Bytes,
                BiasGradients = slotSize == 0 ? null : (double*)slots.Bytes,
                BiasSlotSize = slotSize,
            };
            Launch.Range(ref kernel, split.Parts, Grain(split.Parts));
        }

        if (slotSize != 0)
            SumBias(shape, split, (double*)slots.Bytes, biasGradient);
    }

    /// <summary>Adds the slots of all segments and chunks of keys in their order.</summary>
    private static void SumBias(in AttentionShape shape, in BackwardSplit split, double* slots, Span<float> biasGradient)
    {
        int buckets = biasGradient.Length / shape.Heads, group = shape.Group;
        for (int head = 0; head < shape.Heads; head++)
        {
            for (int bucket = 0; bucket < buckets; bucket++)
            {
                double sum = 0;
                double* slot = slots + (bucket * group) + (head % group);
                for (int s = 0; s < shape.Segments; s++)
                {
                    long chunks = split.Chunks(shape, s);
                    for (long chunk = 0; chunk < chunks; chunk++)
                        sum += slot[((head / group * chunks) + chunk) * buckets * group];
                    slot += shape.KeyHeads * chunks * buckets * group;
                }

                biasGradient[(bucket * shape.Heads) + head] = (float)sum;
            }
        }
    }

    /// <summary>
    /// How the backward pass is split: one part for a segment and key head, or, where those are too few for the threads,
    /// parts of keys and parts of queries, which compute scores twice.
    /// </summary>
    private readonly struct BackwardSplit
    {
        private readonly int _chunkKeys;
        private readonly int _lanesPerPart;
        private readonly bool _together;

        public BackwardSplit(in AttentionShape shape)
        {
            _chunkKeys = AttentionBackward<NoMask, NoChange>.ChunkKeys((shape.HeadDim + 3) & ~3);
            _lanesPerPart = LanesPerPart(shape, PartFloats);
            long pairs = shape.Segments * (long)shape.KeyHeads;
            long rounds = (pairs + Workers.Count - 1) / Workers.Count;
            _together = rounds * Workers.Count * ProductsTogether <= pairs * ProductsApart;
            for (int s = 0; s < shape.Segments; s++)
            {
                Slots += shape.KeyHeads * Chunks(shape, s);
                Parts += shape.KeyHeads * (_together ? 1 : Chunks(shape, s) + PartsOf(shape, s, _lanesPerPart));
            }
        }

        public long Parts { get; }

        public long Slots { get; }

        public long Chunks(in AttentionShape shape, int segment) =>
            (shape.KeyOffsets[segment + 1] - shape.KeyOffsets[segment] + _chunkKeys - 1) / _chunkKeys;

        public void List(in AttentionShape shape, AttentionBackwardPart* parts)
        {
            long slot = 0;
            for (int s = 0; s < shape.Segments; s++)
            {
                int keys = shape.KeyOffsets[s + 1] - shape.KeyOffsets[s];
                int lanes = checked((shape.QueryOffsets[s + 1] - shape.QueryOffsets[s]) * shape.Group);
                for (int head = 0; head < shape.KeyHeads; head++)
                {
                    var whole = new AttentionBackwardPart
                    {
                        Segment = s,
                        KeyHead = head,
                        EndKey = keys,
                        EndLane = lanes,
                        Queries = _together,
                        Keys = true,
                        BiasSlot = slot,
                    };
                    if (_together)
                        *parts++ = whole;
                    for (int chunk = 0; chunk < Chunks(shape, s); chunk++, slot++)
                    {
                        if (!_together)
                        {
                            int first = chunk * _chunkKeys;
                            *parts++ = whole with { FirstKey = first, EndKey = Math.Min(keys, first + _chunkKeys), BiasSlot = slot };
                        }
                    }

                    for (long part = _together ? -1 : PartsOf(shape, s, _lanesPerPart) - 1; part >= 0; part--)
                    {
                        int first = (int)part * _lanesPerPart;
                        *parts++ = whole with
                        {
                            FirstLane = first,
                            EndLane = Math.Min(lanes, first + _lanesPerPart),
                            Queries = true,
                            Keys = false,
                        };
                    }
                }
            }
        }
    }
}
