namespace Attune.Kernels;

/// <summary>The weights of one head over segments: e^(score - log-sum-exp).</summary>
internal unsafe struct AttentionWeights<TMask, TChange> : IRangeKernel
    where TMask : unmanaged, IAttentionMask
    where TChange : unmanaged, IAttentionChange
{
    public AttentionOperands Operands;
    public TMask Mask;
    public TChange Change;
    public int Head;
    public float* Weights;

    public readonly void Run<V>(long begin, long end)
        where V : struct, ILanes<V>
    {
        // All heads that share the key head are lanes, of which those of this head are stored.
        for (int segment = (int)begin; segment < end; segment++)
        {
            int lanes = Operands.QueryLength(segment) * Operands.Group;
            for (int lane = 0; lane < lanes; lane += AttentionTile<V>.Width)
                RunBlock<V>(segment, lane, Math.Min(AttentionTile<V>.Width, lanes - lane));
        }
    }

    private readonly void RunBlock<V>(int segment, int firstLane, int lanes)
        where V : struct, ILanes<V>
    {
        int width = AttentionTile<V>.Width, depth = Operands.Depth, tileKeys = AttentionTile<V>.Keys;
        int keys = Operands.KeyLength(segment);
        using var lease = Scratch.Rent(sizeof(float) * (
            (2L * width * depth) + ((long)tileKeys * depth) + ((tileKeys + 4L) * width) + (3L * width) + AttentionOperands.ContextFloats(width)));
        float* queries = lease.Floats;
        float* gathered = queries + (width * depth);
        float* rows = gathered + (width * depth);
        float* tile = rows + (tileKeys * depth);
        float* maxima = tile + ((tileKeys + 4) * width);
        float** pointers = (float**)(maxima + width);
        var part = new AttentionPart { Segment = segment, KeyHead = Head / Operands.Group, FirstLane = firstLane, Lanes = lanes };
        var context = Operands.Context(part, width, maxima + (3 * width));
        var source = Operands.RowsOf(Operands.Key, segment, part.KeyHead);
        long firstRow = Operands.QueryOffsets[segment];
        for (int i = 0; i < width; i++)
            pointers[i] = Operands.Query.At(firstRow + context.Rows[i], context.Heads[i]);
        AttentionPacking.Gather<V>(pointers, width, width, Operands.Dim, depth, gathered);
        AttentionPacking.Transpose<V>(width, gathered, depth, depth, Operands.Scale * Attention.Log2E, queries);
        for (int key = 0; key < keys; key += tileKeys)
        {
            int count = Math.Min(tileKeys, keys - key);
            AttentionPacking.Copy<V>(source, key, count, Operands.Dim, depth, depth, rows);
            AttentionTile<V>.Scores(width, rows, depth, count, queries, depth, tile, maxima);
            AttentionScores<V>.Change(width, tile, key, count, Mask, Change, true, &context, 0, maxima);
            for (int i = 0; i < lanes; i++)
            {
                if (context.Heads[i] == Head)
                    Store<V>(segment, context, i, key, count, tile);
            }
        }
    }

    /// <summary>Hidden keys have scores of -infinity, and so has a query without keys its log-sum-exp.</summary>
    private readonly void Store<V>(int segment, in AttentionContext context, int lane, int key, int count, float* tile)
        where V : struct, ILanes<V>
    {
        long row = Operands.QueryOffsets[segment] + context.Rows[lane];
        float logSum = Operands.LogSumExp[(row * Operands.Heads) + Head];
        float shift = float.IsNegativeInfinity(logSum) ? float.MaxValue : logSum * Attention.Log2E;
        float* target = Weights + Operands.MaskOffsets[segment] + ((long)context.Rows[lane] * Operands.KeyLength(segment)) + key;
        for (int i = 0; i < count; i++)
            target[i] = V.First(VectorMath.Exp2Flushed(V.Create(tile[(i * AttentionTile<V>.Width) + lane] - shift)));
    }
}
