using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>What one thread computes of the backward pass: a range of keys and of query lanes of one segment and key head.</summary>
internal struct AttentionBackwardPart
{
    public int Segment;
    public int KeyHead;
    public int FirstKey;
    public int EndKey;
    public int FirstLane;
    public int EndLane;

    /// <summary>Computes the gradient of the queries; the range of keys is then all of them.</summary>
    public bool Queries;

    /// <summary>Computes the gradients of keys and values; the range of lanes is then all of them.</summary>
    public bool Keys;

    /// <summary>Where the gradients of the bias table of the first chunk of keys go.</summary>
    public long BiasSlot;
}

/// <summary>
/// The backward pass, FlashAttention algorithm 4 and the equations of its appendix B.2 (arXiv:2205.14135): scores are computed again, tile
/// by tile, and become weights by the log-sum-exp L that the forward pass kept (FlashAttention-2 algorithm 2, arXiv:2307.08691).
/// <code>
/// D  = rowsum(dO o O)              what every query takes off its dP; that is rowsum(P o dP)
/// S  = scale Q K^T                 the tile again; hidden pairs are -infinity
/// P  = exp(change(S) - L)          the weights, without a maximum or a sum
/// dV = P^T dO
/// dP = dO V^T
/// dS = P o (dP - D) change'(S)     the Jacobian of the softmax
/// dQ = scale dS K
/// dK = scale dS^T Q
/// </code>
/// With dropout, dP and the P of dV are multiplied by what is kept. In memory, S, P, and what dropout leaves of it share one tile, dP and dS
/// another, and scores are times log2(e), so that exp is a power of two.
/// </summary>
/// <remarks>
/// Outer loop: chunks of keys, whose dK and dV stay near; inner loop: blocks of queries, whose dQ is added to in memory. The sums of a query's
/// gradient run over tiles of keys and those of a key's over blocks of queries, always ascending, so the bits do not depend on whether one
/// part computes both or two parts one each.
/// </remarks>
internal unsafe struct AttentionBackward<TMask, TChange> : IRangeKernel
    where TMask : unmanaged, IAttentionMask
    where TChange : unmanaged, IAttentionChange
{
    /// <summary>Keys in a tile: a multiple of the 6 or 12 that <see cref="AttentionTile{V}.AddToRows"/> and the 4 or 8 that the others take at a time.</summary>
    public const int TileKeys = 96;

    public AttentionOperands Operands;
    public HeadPointer OutputGradient;
    public HeadPointer QueryGradient;
    public HeadPointer KeyGradient;
    public HeadPointer ValueGradient;
    public TMask Mask;
    public TChange Change;
    public AttentionBackwardPart* Parts;

    /// <summary>[slots, buckets, group], or null.</summary>
    public double* BiasGradients;
    public int BiasSlotSize;

    // Keys, values and the sums of their gradients fill most of a second-level cache: every block of queries is loaded once a chunk.
    private const int ChunkFloats = 48 * 1024;

    // Rows of which the statistics are taken that are asked for beforehand.
    private const int LanesAhead = 8;

    public static int ChunkKeys(int depth) => Math.Max(TileKeys, ChunkFloats / depth / TileKeys * TileKeys);

    public readonly void Run<V>(long begin, long end)
        where V : struct, ILanes<V>
    {
        int lanes = 0;
        for (long i = begin; i < end; i++)
            lanes = Math.Max(lanes, Parts[i].EndLane - Parts[i].FirstLane);
        using var lease = Scratch.Rent(sizeof(float) * Floats<V>(lanes));
        for (long i = begin; i < end; i++)
            RunPart<V>(Parts[i], lease.Floats);
    }

    /// <summary>What a part of so many lanes needs.</summary>
    private readonly long Floats<V>(int lanes)
        where V : struct, ILanes<V>
    {
        long width = AttentionTile<V>.Width, depth = Depth<V>();
        return (5 * width * depth) + (4 * ChunkKeys(Operands.Depth) * depth) + (3 * (TileKeys + 4) * width) + (2L * AttentionTile<V>.Padded(lanes)) + (2 * width)
            + AttentionOperands.ContextFloats((int)width);
    }

    // Long because it lays out the working memory of everything it calls.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void RunPart<V>(AttentionBackwardPart part, float* memory)
        where V : struct, ILanes<V>
    {
        int width = AttentionTile<V>.Width;
        int depth = Depth<V>();
        int chunk = ChunkKeys(Operands.Depth);
        int padded = AttentionTile<V>.Padded(part.EndLane - part.FirstLane);
        long blockFloats = (long)width * depth, chunkFloats = (long)chunk * depth, tileFloats = (long)(TileKeys + 4) * width;
        var block = new BlockMemory { Transposed = memory };
        block.TransposedGradient = block.Transposed + blockFloats;
        block.Rows = block.TransposedGradient + blockFloats;
        block.GradientRows = block.Rows + blockFloats;
        block.Sums = block.GradientRows + blockFloats;
        var keys = new KeyMemory { Keys = block.Sums + blockFloats };
        keys.Values = keys.Keys + chunkFloats;
        keys.KeySums = keys.Values + chunkFloats;
        keys.ValueSums = keys.KeySums + chunkFloats;
        block.Scores = keys.ValueSums + chunkFloats;
        block.Gradients = block.Scores + tileFloats;
        block.Seen = block.Gradients + tileFloats;
        block.LogSums = block.Seen + tileFloats;
        block.Dots = block.LogSums + padded;
        block.Pointers = (float**)(block.Dots + padded);
        block.Context = (float*)(block.Pointers + width);

        LoadStatistics<V>(part, padded, block);
        if (part.Queries)
            ClearQueries(part);
        var keyRows = Operands.RowsOf(Operands.Key, part.Segment, part.KeyHead);
        var valueRows = Operands.RowsOf(Operands.Value, part.Segment, part.KeyHead);
        double* bias = BiasGradients == null || !part.Keys ? null : BiasGradients + (part.BiasSlot * BiasSlotSize);
        for (int start = part.FirstKey; start < part.EndKey; start += chunk)
        {
            int count = Math.Min(chunk, part.EndKey - start);
            AttentionPacking.Copy<V>(keyRows, start, count, Operands.Dim, depth, depth, keys.Keys);
            AttentionPacking.Copy<V>(valueRows, start, count, Operands.Dim, depth, depth, keys.Values);
            new Span<float>(keys.KeySums, count * depth).Clear();
            new Span<float>(keys.ValueSums, count * depth).Clear();
            if (bias != null)
                new Span<double>(bias, BiasSlotSize).Clear();
            for (int lane = part.FirstLane; lane < part.EndLane; lane += width)
                AddBlock<V>(part, lane, start, start + count, block, keys, bias);
            if (part.Keys)
                StoreKeys<V>(part, start, count, depth, keys);
            if (bias != null)
                bias += BiasSlotSize;
        }
    }

    /// <summary>All tiles of one block of queries and one chunk of keys.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void AddBlock<V>(
        in AttentionBackwardPart part, int lane, int start, int end, in BlockMemory block, in KeyMemory keys, double* bias)
        where V : struct, ILanes<V>
    {
        int width = AttentionTile<V>.WidthFor(part.EndLane - lane);
        int lanes = Math.Min(width, part.EndLane - lane);
        int first = Operands.FirstPosition(part.Segment);
        int firstPosition = first + (lane / Operands.Group), lastPosition = first + ((lane + lanes - 1) / Operands.Group);
        int firstKey = Math.Max(start, Mask.FirstKey(firstPosition)), endKey = Math.Min(end, Mask.EndKey(lastPosition));
        if (firstKey >= endKey)
            return;
        var context = Operands.Context(
            new AttentionPart { Segment = part.Segment, KeyHead = part.KeyHead, FirstLane = lane, Lanes = lanes }, width, block.Context);
        if (Mask.Cover(context, firstPosition, lastPosition, firstKey, endKey - 1) == Coverage.None)
            return;
        context.BiasGradient = bias;
        LoadBlock<V>(part, context, width, lanes, block);
        HeadPointer* next = stackalloc HeadPointer[] { Operands.Query, OutputGradient, QueryGradient };
        var ahead = new AttentionAhead(
            next, part.Queries ? 3 : 2, Operands.Dim, part.KeyHead * Operands.Group, Operands.Group, Operands.QueryOffsets[part.Segment],
            lane + width, Math.Min(AttentionTile<V>.Width, part.EndLane - lane - width), 2 * (endKey - firstKey) / AttentionAhead.KeysPerStep);
        for (int key = firstKey; key < endKey; key = (key / TileKeys + 1) * TileKeys)
        {
            int count = Math.Min((key / TileKeys + 1) * TileKeys, endKey) - key;
            var coverage = Mask.Cover(context, firstPosition, lastPosition, key, key + count - 1);
            if (coverage == Coverage.None)
                continue;
            AddTile<V>(part, &context, width, lanes, lane - part.FirstLane, key, key - start, count, coverage == Coverage.Part, block, keys, &ahead);
        }

        if (part.Queries)
        {
            PointAt(QueryGradient, part.Segment, context, lanes, block.Pointers);
            AttentionPacking.Scatter<V>(block.Sums, Depth<V>(), lanes, Operands.Dim, block.Pointers);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void AddTile<V>(
        in AttentionBackwardPart part, AttentionContext* context, int width, int lanes, int lane, int key, int offset, int count, bool masked, in BlockMemory block,
        in KeyMemory keys, AttentionAhead* ahead)
        where V : struct, ILanes<V>
    {
        int depth = Depth<V>();
        int at = offset * depth;
        AttentionTile<V>.Scores(width, keys.Keys + at, depth, count, block.Transposed, Operands.Depth, block.Scores, null, ahead);
        AttentionTile<V>.Scores(width, keys.Values + at, depth, count, block.TransposedGradient, Operands.Depth, block.Gradients, null, ahead);
        float* keep = Operands.Dropout.Rate > 0 ? block.Seen : null;
        if (keep != null)
            AttentionScores<V>.Keep(width, keep, key, count, Operands.Dropout, context, 0);
        AttentionScores<V>.Backward(
            width, block.Scores, block.Gradients, keep, key, count, Mask, Change, masked, context, Operands.Scale, block.LogSums + lane, block.Dots + lane);

        bool careful = masked
            && (AttentionPacking.HasNonFinite<V>(keys.Keys + at, depth, count, depth)
                || AttentionPacking.HasNonFinite<V>(block.Rows, depth, lanes, depth)
                || AttentionPacking.HasNonFinite<V>(block.GradientRows, depth, lanes, depth));
        if (careful)
        {
            AttentionScores<V>.Seen(width, key, count, Mask, context, 0, block.Seen);
            if (part.Queries)
                AttentionScores<V>.AddToRowsSeen(block.Gradients, block.Seen, 1, width, count, lanes, keys.Keys + at, depth, block.Sums);
            if (part.Keys)
            {
                AttentionScores<V>.AddToRowsSeen(block.Scores, block.Seen, width, 1, lanes, count, block.GradientRows, depth, keys.ValueSums + at);
                AttentionScores<V>.AddToRowsSeen(block.Gradients, block.Seen, width, 1, lanes, count, block.Rows, depth, keys.KeySums + at);
            }

            return;
        }

        if (part.Queries)
            AttentionTile<V>.AddToRows(block.Gradients, 1, width, count, lanes, keys.Keys + at, depth, block.Sums);
        if (part.Keys)
        {
            AttentionTile<V>.AddToRows(block.Scores, width, 1, lanes, count, block.GradientRows, depth, keys.ValueSums + at);
            AttentionTile<V>.AddToRows(block.Gradients, width, 1, lanes, count, block.Rows, depth, keys.KeySums + at);
        }
    }

    /// <summary>Queries and gradients of the output in both layouts, and the sums so far.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void LoadBlock<V>(in AttentionBackwardPart part, in AttentionContext context, int width, int lanes, in BlockMemory block)
        where V : struct, ILanes<V>
    {
        int depth = Depth<V>(), dim = Operands.Dim;
        PointAt(Operands.Query, part.Segment, context, lanes, block.Pointers);
        AttentionPacking.Gather<V>(block.Pointers, lanes, width, dim, depth, block.Rows);
        AttentionPacking.Transpose<V>(width, block.Rows, depth, Operands.Depth, Operands.Scale * Attention.Log2E, block.Transposed);
        PointAt(OutputGradient, part.Segment, context, lanes, block.Pointers);
        AttentionPacking.Gather<V>(block.Pointers, lanes, width, dim, depth, block.GradientRows);
        AttentionPacking.Transpose<V>(width, block.GradientRows, depth, Operands.Depth, 1, block.TransposedGradient);
        if (part.Queries)
        {
            PointAt(QueryGradient, part.Segment, context, lanes, block.Pointers);
            AttentionPacking.Gather<V>(block.Pointers, lanes, lanes, dim, depth, block.Sums);
        }
    }

    /// <summary>What every lane needs of the softmax: log2 of its sum, and D, the inner product of the output and its gradient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void LoadStatistics<V>(in AttentionBackwardPart part, int padded, in BlockMemory block)
        where V : struct, ILanes<V>
    {
        // Lanes behind the last, and queries without keys, get weights of zero.
        new Span<float>(block.LogSums, padded).Fill(float.MaxValue);
        new Span<float>(block.Dots, padded).Clear();
        int group = Operands.Group, dim = Operands.Dim, lanes = part.EndLane - part.FirstLane;
        long firstRow = Operands.QueryOffsets[part.Segment];
        HeadPointer* tensors = stackalloc HeadPointer[] { Operands.Output, OutputGradient };
        var ahead = new AttentionAhead(
            tensors, 2, dim, part.KeyHead * group, group, firstRow, part.FirstLane + LanesAhead, lanes - LanesAhead, lanes - LanesAhead);
        for (int i = 0; i < lanes; i++)
        {
            ahead.Step();
            long row = firstRow + ((part.FirstLane + i) / group);
            int head = (part.KeyHead * group) + ((part.FirstLane + i) % group);
            float logSum = Operands.LogSumExp[(row * Operands.Heads) + head];
            if (!float.IsNegativeInfinity(logSum))
                block.LogSums[i] = logSum * Attention.Log2E;
            float* output = Operands.Output.At(row, head), gradient = OutputGradient.At(row, head);
            V sum = V.Zero;
            for (int d = 0; d < dim; d += V.Count)
                sum = V.Fma(V.LoadUpTo(gradient + d, dim - d), V.LoadUpTo(output + d, dim - d), sum);
            block.Dots[i] = V.Sum(sum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void ClearQueries(in AttentionBackwardPart part)
    {
        int firstRow = Operands.QueryOffsets[part.Segment];
        for (int lane = part.FirstLane; lane < part.EndLane; lane++)
        {
            var (row, head) = Math.DivRem(lane, Operands.Group);
            new Span<float>(QueryGradient.At(firstRow + row, (part.KeyHead * Operands.Group) + head), Operands.Dim).Clear();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void StoreKeys<V>(in AttentionBackwardPart part, int start, int count, int depth, in KeyMemory keys)
        where V : struct, ILanes<V>
    {
        int firstRow = Operands.KeyOffsets[part.Segment] + start, dim = Operands.Dim;
        for (int row = 0; row < count; row++)
        {
            AttentionPacking.CopyRow<V>(keys.KeySums + ((long)row * depth), dim, dim, KeyGradient.At(firstRow + row, part.KeyHead));
            AttentionPacking.CopyRow<V>(keys.ValueSums + ((long)row * depth), dim, dim, ValueGradient.At(firstRow + row, part.KeyHead));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void PointAt(in HeadPointer tensor, int segment, in AttentionContext context, int count, float** rows)
    {
        int firstRow = Operands.QueryOffsets[segment];
        for (int i = 0; i < count; i++)
            rows[i] = tensor.At(firstRow + context.Rows[i], context.Heads[i]);
    }

    /// <summary>Elements of a head in rows whose lanes are d: whole pairs of vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int Depth<V>()
        where V : struct, ILanes<V>
    {
        int unit = Math.Max(4, 2 * V.Count);
        return (Operands.Dim + unit - 1) / unit * unit;
    }

    /// <summary>Working memory of one block of queries.</summary>
    private struct BlockMemory
    {
        public float* Transposed;
        public float* TransposedGradient;
        public float* Rows;
        public float* GradientRows;
        public float* Sums;
        public float* Scores;
        public float* Gradients;
        public float* Seen;

        /// <summary>Of all lanes of the part.</summary>
        public float* LogSums;
        public float* Dots;
        public float** Pointers;
        public float* Context;
    }

    /// <summary>A chunk of keys and values and the sums of their gradients.</summary>
    private struct KeyMemory
    {
        public float* Keys;
        public float* Values;
        public float* KeySums;
        public float* ValueSums;
    }
}
