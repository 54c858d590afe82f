using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>
/// The forward pass, FlashAttention-2 algorithm 1 (arXiv:2307.08691) on the online softmax of arXiv:1805.02867 algorithm 3. For every query,
/// tile after tile of keys, from m = -infinity, l = 0, O = 0:
/// <code>
/// S  = change(scale Q K^T)         hidden pairs are -infinity
/// m' = max(m, max of S)            the running maximum
/// P  = exp(S - m')                 the weights so far
/// l' = exp(m - m') l + sum of P    the running sum
/// O' = exp(m - m') O + P V         the running output, not yet divided
/// </code>
/// and at the end O / l and the log-sum-exp m + log(l). Scores are times log2(e), so that exp is a power of two; dropout takes from the P of
/// the last line only.
/// </summary>
/// <remarks>
/// Outer loop: chunks of keys and values, copied to the second-level cache; inner loop: blocks of a part's queries. A part of a single block
/// reads each key once and takes them where they lie, unless they are given by number.
/// </remarks>
internal unsafe struct AttentionForward<TMask, TChange> : IRangeKernel
    where TMask : unmanaged, IAttentionMask
    where TChange : unmanaged, IAttentionChange
{
    public AttentionOperands Operands;
    public TMask Mask;
    public TChange Change;
    public AttentionPart* Parts;

    public readonly void Run<V>(long begin, long end)
        where V : struct, ILanes<V>
    {
        long floats = 0;
        for (long i = begin; i < end; i++)
            floats = Math.Max(floats, SizesOf<V>(Parts[i]).Floats);
        using var lease = Scratch.Rent(sizeof(float) * floats);
        for (long i = begin; i < end; i++)
        {
            if (!TryRunSingle<V>(Parts[i], lease.Floats))
                RunPart<V>(Parts[i], lease.Floats);
        }
    }

    /// <summary>A part of one query, unless something is to be done to its scores one by one; it needs less memory than a block.</summary>
    private readonly bool TryRunSingle<V>(in AttentionPart part, float* memory)
        where V : struct, ILanes<V>
    {
        if (V.Count == 1 || part.Lanes > 1 || TChange.Changes || Operands.Dropout.Rate > 0)
            return false;
        var context = Operands.Context(part, 1, memory);
        int position = context.Positions[0];
        int firstKey = Mask.FirstKey(position), endKey = Math.Min(Operands.KeyLength(part.Segment), Mask.EndKey(position));
        if (firstKey >= endKey || Mask.Cover(context, position, position, firstKey, endKey - 1) != Coverage.Whole)
            return false;
        long row = Operands.QueryOffsets[part.Segment] + context.Rows[0], head = context.Heads[0];
        AttentionSingle<V>.Run(
            Operands.Query.At(row, head), Operands.Scale * Attention.Log2E,
            Operands.RowsOf(Operands.Key, part.Segment, part.KeyHead), Operands.RowsOf(Operands.Value, part.Segment, part.KeyHead), firstKey, endKey, Operands.Dim,
            Operands.Output.At(row, head), Operands.LogSumExp == null ? null : Operands.LogSumExp + (row * Operands.Heads) + head, memory);
        return true;
    }

    private readonly PartSizes SizesOf<V>(in AttentionPart part)
        where V : struct, ILanes<V>
    {
        int width = AttentionTile<V>.WidthFor(part.Lanes), depth = Operands.Depth, keys = Operands.KeyLength(part.Segment);
        int padded = AttentionTile<V>.Padded(part.Lanes);
        bool isDirect = padded == width && depth == Operands.Dim && Operands.KeyRows == null;
        int wholeTiles = ((keys / AttentionTile<V>.Keys) + 1) * AttentionTile<V>.Keys;
        int chunk = isDirect ? Math.Max(keys, 1) : Math.Min(wholeTiles, Attention.ChunkKeys(depth));
        // One cache line more, so that a column of a tile does not fall into a quarter of the sets of the cache.
        int stride = depth + 16;
        long tileFloats = (long)(AttentionTile<V>.Keys + 4) * width, chunkFloats = isDirect ? 0 : (long)chunk * stride;
        return new PartSizes
        {
            Width = width,
            Padded = padded,
            IsDirect = isDirect,
            Chunk = chunk,
            Stride = stride,
            TileFloats = tileFloats,
            ChunkFloats = chunkFloats,
            Floats = (2L * padded * depth) + (2L * padded) + (2 * tileFloats) + (4L * width) + (2 * chunkFloats) + AttentionOperands.ContextFloats(padded),
        };
    }

    // Long because it lays out the working memory of everything it calls.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void RunPart<V>(AttentionPart part, float* memory)
        where V : struct, ILanes<V>
    {
        var sizes = SizesOf<V>(part);
        int width = sizes.Width, padded = sizes.Padded, chunk = sizes.Chunk, depth = Operands.Depth;
        float* queries = memory;
        float* sums = queries + ((long)padded * depth);
        float* copiedKeys = sums + ((long)padded * depth);
        float* copiedValues = copiedKeys + sizes.ChunkFloats;
        var tile = new TileMemory
        {
            Scores = copiedValues + sizes.ChunkFloats,
            Seen = copiedValues + sizes.ChunkFloats + sizes.TileFloats,
            Maxima = copiedValues + sizes.ChunkFloats + (2 * sizes.TileFloats),
        };
        tile.Factors = tile.Maxima + width;
        float** rows = (float**)(tile.Factors + width);
        float* maxima = (float*)(rows + width);
        float* weightSums = maxima + padded;
        var context = Operands.Context(part, padded, weightSums + padded);

        for (int lane = 0; lane < padded; lane += width)
        {
            int lanes = Math.Min(width, padded - lane);
            // The place of the sums is free until they begin.
            PointAt(Operands.Query, part.Segment, context, lane, lanes, rows);
            AttentionPacking.Gather<V>(rows, lanes, lanes, Operands.Dim, depth, sums);
            AttentionPacking.Transpose<V>(lanes, sums, depth, depth, Operands.Scale * Attention.Log2E, queries + ((long)lane * depth));
        }

        new Span<float>(sums, padded * depth).Clear();
        new Span<float>(maxima, padded).Fill(float.MinValue);
        new Span<float>(weightSums, padded).Clear();

        var keyRows = Operands.RowsOf(Operands.Key, part.Segment, part.KeyHead);
        var valueRows = Operands.RowsOf(Operands.Value, part.Segment, part.KeyHead);
        HeadPointer* next = stackalloc HeadPointer[] { Operands.Key, Operands.Value };
        int firstPosition = context.Positions[0], lastPosition = context.Positions[padded - 1];
        int firstKey = Mask.FirstKey(firstPosition), endKey = Math.Min(Operands.KeyLength(part.Segment), Mask.EndKey(lastPosition));
        bool direct = sizes.IsDirect;
        for (int start = direct ? firstKey : firstKey / chunk * chunk; start < endKey; start += chunk)
        {
            int end = Math.Min(start + chunk, endKey);
            if (Mask.Cover(context, firstPosition, lastPosition, start, end - 1) == Coverage.None)
                continue;
            var source = new TileRows { Keys = keyRows.At(start), KeyStride = keyRows.Stride, Values = valueRows.At(start), ValueStride = valueRows.Stride };
            if (!direct)
            {
                AttentionPacking.Copy<V>(keyRows, start, end - start, Operands.Dim, depth, sizes.Stride, copiedKeys);
                AttentionPacking.Copy<V>(valueRows, start, end - start, Operands.Dim, depth, sizes.Stride, copiedValues);
                source = new TileRows { Keys = copiedKeys, KeyStride = sizes.Stride, Values = copiedValues, ValueStride = sizes.Stride };
            }

            int busy = 0;
            for (int lane = 0; lane < padded; lane += width)
                busy += Mask.EndKey(context.Positions[Math.Min(lane + width, padded) - 1]) > start ? end - start : 0;
            // Of keys that are not copied the next tile, of others the next chunk; keys by number are asked for as they are copied.
            int nextKey = direct ? start + AttentionTile<V>.Keys : end;
            int nextEnd = direct ? end : keyRows.Numbers == null ? Math.Min(end + chunk, endKey) : nextKey;
            var ahead = new AttentionAhead(
                next, 2, Operands.Dim, part.KeyHead, 1, Operands.KeyOffsets[part.Segment], nextKey, nextEnd - nextKey, busy / AttentionAhead.KeysPerStep);
            for (int lane = 0; lane < padded; lane += width)
                AddKeys<V>(&context, Math.Min(width, padded - lane), lane, start, end, source, &ahead, tile, queries, sums, maxima, weightSums);
        }

        Finish<V>(part, context, padded, sums, maxima, weightSums, tile.Factors, rows);
    }

    /// <summary>Adds the keys <paramref name="start"/> to <paramref name="end"/> - 1 to one block, tile by tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void AddKeys<V>(
        AttentionContext* context, int width, int lane, int start, int end, in TileRows rows, AttentionAhead* ahead, in TileMemory tile, float* queries, float* sums, float* maxima, float* weightSums)
        where V : struct, ILanes<V>
    {
        int depth = Operands.Depth;
        int firstPosition = context->Positions[lane], lastPosition = context->Positions[lane + width - 1];
        int firstKey = Math.Max(start, Mask.FirstKey(firstPosition)), endKey = Math.Min(end, Mask.EndKey(lastPosition));
        for (int key = firstKey; key < endKey; key = (key / AttentionTile<V>.Keys + 1) * AttentionTile<V>.Keys)
        {
            int count = Math.Min((key / AttentionTile<V>.Keys + 1) * AttentionTile<V>.Keys, endKey) - key;
            var coverage = Mask.Cover(*context, firstPosition, lastPosition, key, key + count - 1);
            if (coverage == Coverage.None)
                continue;
            bool masked = coverage == Coverage.Part;
            float* values = rows.Values + ((key - start) * rows.ValueStride);
            AttentionTile<V>.Scores(
                width, rows.Keys + ((key - start) * rows.KeyStride), rows.KeyStride, count, queries + ((long)lane * depth), depth, tile.Scores, tile.Maxima, ahead);
            if (masked || TChange.Changes)
                AttentionScores<V>.Change(width, tile.Scores, key, count, Mask, Change, masked, context, lane, tile.Maxima);
            AttentionTile<V>.Exponentials(width, tile.Scores, count, tile.Maxima, maxima + lane, weightSums + lane, tile.Factors);
            if (Operands.Dropout.Rate > 0)
            {
                AttentionScores<V>.Keep(width, tile.Seen, key, count, Operands.Dropout, context, lane);
                AttentionScores<V>.Drop(width, tile.Scores, tile.Seen, count);
            }

            if (masked && AttentionPacking.HasNonFinite<V>(values, rows.ValueStride, count, depth))
            {
                AttentionScores<V>.Seen(width, key, count, Mask, context, lane, tile.Seen);
                AttentionScores<V>.AddToBlockSeen(width, values, rows.ValueStride, count, tile.Scores, tile.Seen, depth, sums + ((long)lane * depth), tile.Factors);
            }
            else
            {
                AttentionTile<V>.AddToBlock(width, values, rows.ValueStride, count, tile.Scores, depth, sums + ((long)lane * depth), tile.Factors);
            }
        }
    }

    /// <summary>Divides by the sums of weights and stores; a query without keys gets zeros and log-sum-exp -infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Finish<V>(
        in AttentionPart part, in AttentionContext context, int padded, float* sums, float* maxima, float* weightSums, float* factors, float** rows)
        where V : struct, ILanes<V>
    {
        int width = AttentionTile<V>.WidthFor(part.Lanes);
        int firstRow = Operands.QueryOffsets[part.Segment];
        for (int lane = 0; lane < padded; lane += width)
        {
            int lanes = Math.Min(width, part.Lanes - lane), blockWidth = Math.Min(width, padded - lane);
            for (int i = 0; i < lanes; i++)
                factors[i] = weightSums[lane + i] == 0 ? 0 : 1 / weightSums[lane + i];
            PointAt(Operands.Output, part.Segment, context, lane, lanes, rows);
            AttentionPacking.PrefetchRows(rows, lanes, Operands.Dim);
            AttentionPacking.TransposeBack(sums + ((long)lane * Operands.Depth), blockWidth, lanes, Operands.Dim, factors, rows);
            if (Operands.LogSumExp == null)
                continue;
            for (int i = lane; i < lane + lanes; i++)
            {
                Operands.LogSumExp[((long)(firstRow + context.Rows[i]) * Operands.Heads) + context.Heads[i]] =
                    (float)((maxima[i] + Math.Log2(weightSums[i])) * Attention.Ln2);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void PointAt(in HeadPointer tensor, int segment, in AttentionContext context, int lane, int count, float** rows)
    {
        int firstRow = Operands.QueryOffsets[segment];
        for (int i = 0; i < count; i++)
            rows[i] = tensor.At(firstRow + context.Rows[lane + i], context.Heads[lane + i]);
    }

    /// <summary>What a part needs: widths in lanes, strides and memory in floats.</summary>
    private struct PartSizes
    {
        public int Width;
        public int Padded;
        public bool IsDirect;
        public int Chunk;
        public int Stride;
        public long TileFloats;
        public long ChunkFloats;
        public long Floats;
    }

    /// <summary>Working memory of one tile.</summary>
    private struct TileMemory
    {
        public float* Scores;
        public float* Seen;
        public float* Maxima;
        public float* Factors;
    }

    /// <summary>Keys and values of a chunk.</summary>
    private struct TileRows
    {
        public float* Keys;
        public long KeyStride;
        public float* Values;
        public long ValueStride;
    }
}
