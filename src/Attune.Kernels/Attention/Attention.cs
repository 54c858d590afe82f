namespace Attune.Kernels;

/// <summary>
/// Scaled dot-product attention without the matrix of scores: tiles of keys and an online softmax.
/// O = softmax(change(scale Q K^T), hidden where the mask says) V, for every segment and head.
/// arXiv:1706.03762 equation 1; arXiv:2205.14135; arXiv:1805.02867.
/// </summary>
/// <remarks>
/// Operands are [rows, heads, headDim] where they lie. Working memory is a megabyte or so a thread, whatever the
/// lengths, and in the backward pass two numbers a query more. Same bits for any number of threads, for a query alone or among others, for a segment alone or among others.
/// A key that a query does not see contributes nothing, even if it holds NaN; a query that sees no key gets zeros.
/// Sums are in float; exponentials are within 1 ulp.
/// </remarks>
public static unsafe partial class Attention
{
    /// <summary>The largest head dimension.</summary>
    public const int MaxHeadDim = 256;

    /// <summary>The largest distance of <see cref="RelativeBias"/>.</summary>
    public const int MaxBiasDistance = 1 << 20;

    internal const float Log2E = 1.44269504f;
    internal const double Ln2 = 0.69314718055994530942;

    // A part's queries and sums take so many floats each at most, a chunk of keys and of values so few: all stay in a second-level cache
    // of 1 MiB, and a chunk is copied for many blocks of queries.
    private const int PartFloats = 96 * 1024;
    private const int ChunkFloats = 8 * 1024;
    private const int LaneUnit = 48;
    private const long GroupsPerThread = 64;

    /// <summary>Computes the output and, where wanted, the log-sum-exp of the scores.</summary>
    /// <param name="shape">Sizes, segments and scale.</param>
    /// <param name="query">[query rows, heads, headDim]</param>
    /// <param name="key">[key rows, keyHeads, headDim]; with <see cref="AttentionShape.KeyRows"/> any number of rows.</param>
    /// <param name="value">As <paramref name="key"/>.</param>
    /// <param name="output">[query rows, heads, headDim], overwritten; no alias of the others.</param>
    /// <param name="logSumExp">[query rows, heads], natural logarithm, -infinity without keys; what <see cref="Backward"/> needs. May be empty.</param>
    /// <param name="mask">Which keys a query sees.</param>
    /// <param name="change">What becomes of a score before the softmax.</param>
    /// <param name="tables">What mask and change look up.</param>
    /// <exception cref="ArgumentException">An operand does not fit the shape.</exception>
    public static void Forward<TMask, TChange>(
        in AttentionShape shape,
        ReadOnlyHeadRows query,
        ReadOnlyHeadRows key,
        ReadOnlyHeadRows value,
        HeadRows output,
        Span<float> logSumExp,
        in TMask mask,
        in TChange change,
        in AttentionTables<float> tables = default)
        where TMask : unmanaged, IAttentionMask
        where TChange : unmanaged, IAttentionChange
    {
        Validate(shape, query, key, value, output, mask, change, tables, takesKeyRows: true);
        if (logSumExp.Length != 0)
            ValidateLogSumExp(shape, logSumExp.Length);
        using var memory = Scratch.Rent(TableBytes(shape, change));
        fixed (float* q = query.Data, k = key.Data, v = value.Data, o = output.Data, l = logSumExp)
        fixed (float* additive = tables.Additive)
        fixed (bool* visible = tables.Visible, pattern = tables.Pattern)
        fixed (int* queryOffsets = shape.QueryOffsets, keyOffsets = shape.KeyOffsets, keyRows = shape.KeyRows)
        {
            var operands = Operands(shape, change, tables, memory.Bytes, additive, visible, pattern, queryOffsets, keyOffsets);
            operands.KeyRows = keyRows;
            operands.Query = Pointer(q, query);
            operands.Key = Pointer(k, key);
            operands.Value = Pointer(v, value);
            operands.Output = Pointer(o, output);
            operands.LogSumExp = l;

            int lanesPerPart = LanesPerPart(shape, PartFloats);
            long parts = 0;
            for (int s = 0; s < shape.Segments; s++)
                parts += shape.KeyHeads * PartsOf(shape, s, lanesPerPart);
            using var list = Scratch.Rent(parts * sizeof(AttentionPart));
            ListParts(shape, lanesPerPart, (AttentionPart*)list.Bytes);
            var kernel = new AttentionForward<TMask, TChange>
            {
                Operands = operands,
                Mask = mask,
                Change = change,
                Parts = (AttentionPart*)list.Bytes,
            };
            Launch.Range(ref kernel, parts, Grain(parts));
        }
    }

    internal static int ChunkKeys(int depth) =>
        Math.Max(AttentionTile<Lanes1>.Keys, ChunkFloats / depth / AttentionTile<Lanes1>.Keys * AttentionTile<Lanes1>.Keys);

    // Parts of decoding and of short sentences are so small that to take each by itself would cost as much again.
    private static long Grain(long parts) => Math.Max(1, parts / (GroupsPerThread * Workers.Count));

    // Long parts amortize the copies of keys, many parts keep the threads busy; the bits do not depend on it.
    private static int LanesPerPart(in AttentionShape shape, int partFloats)
    {
        long lanes = (long)shape.QueryRows * shape.Heads;
        long fair = lanes / (4L * Workers.Count);
        long largest = Math.Max(2 * LaneUnit, partFloats / shape.HeadDim / LaneUnit * LaneUnit);
        return (int)Math.Clamp((fair + LaneUnit - 1) / LaneUnit * LaneUnit, 2 * LaneUnit, largest);
    }

    private static long PartsOf(in AttentionShape shape, int segment, int lanesPerPart)
    {
        long lanes = (long)(shape.QueryOffsets[segment + 1] - shape.QueryOffsets[segment]) * shape.Group;
        return (lanes + lanesPerPart - 1) / lanesPerPart;
    }

    // Last queries first: under a causal mask they see the most keys, and the longest work should not begin last.
    private static void ListParts(in AttentionShape shape, int lanesPerPart, AttentionPart* parts)
    {
        for (int s = 0; s < shape.Segments; s++)
        {
            int lanes = checked((shape.QueryOffsets[s + 1] - shape.QueryOffsets[s]) * shape.Group);
            for (long part = PartsOf(shape, s, lanesPerPart) - 1; part >= 0; part--)
            {
                int first = (int)part * lanesPerPart;
                for (int head = 0; head < shape.KeyHeads; head++)
                {
                    *parts++ = new AttentionPart
                    {
                        Segment = s,
                        KeyHead = head,
                        FirstLane = first,
                        Lanes = Math.Min(lanesPerPart, lanes - first),
                    };
                }
            }
        }
    }

    private static long TableBytes<TChange>(in AttentionShape shape, in TChange change)
        where TChange : unmanaged, IAttentionChange
    {
        long distances = change.Reach == 0 ? 0 : (2L * change.Reach) + 1;
        return (sizeof(long) * (long)shape.QueryOffsets.Length) + (sizeof(float) * shape.Heads) + (sizeof(float) * distances * (shape.Heads + 1));
    }

    private static AttentionOperands Operands<TChange>(
        in AttentionShape shape, in TChange change, in AttentionTables<float> tables, byte* memory,
        float* additive, bool* visible, bool* pattern, int* queryOffsets, int* keyOffsets)
        where TChange : unmanaged, IAttentionChange
    {
        var operands = new AttentionOperands
        {
            QueryOffsets = queryOffsets,
            KeyOffsets = keyOffsets,
            Segments = shape.Segments,
            Heads = shape.Heads,
            KeyHeads = shape.KeyHeads,
            Dim = shape.HeadDim,
            Scale = shape.Scale,
            Additive = additive,
            Visible = visible,
            Pattern = pattern,
            Dropout = shape.Dropout,
            MaskOffsets = (long*)memory,
        };
        long pairs = 0;
        for (int s = 0; s < shape.Segments; s++)
        {
            operands.MaskOffsets[s] = pairs;
            pairs += (long)operands.QueryLength(s) * operands.KeyLength(s);
        }

        float* slopes = (float*)(operands.MaskOffsets + shape.QueryOffsets.Length);
        if (tables.Slopes.Length > 0)
        {
            operands.Slopes = slopes;
            for (int head = 0; head < shape.Heads; head++)
                slopes[head] = tables.Slopes[head] * Log2E;
        }

        if (change.Reach > 0)
        {
            int reach = change.Reach, width = (2 * reach) + 1;
            operands.Bias = slopes + shape.Heads;
            operands.Buckets = (int*)(operands.Bias + ((long)shape.Heads * width));
            for (int i = 0; i < width; i++)
            {
                int bucket = change.Bucket(i - reach);
                operands.Buckets[i] = bucket;
                for (int head = 0; head < shape.Heads; head++)
                    operands.Bias[((long)head * width) + i] = tables.Bias[(bucket * shape.Heads) + head] * Log2E;
            }
        }

        return operands;
    }

    private static HeadPointer Pointer(float* data, ReadOnlyHeadRows rows) =>
        new() { Data = data, RowStride = rows.RowStride, HeadStride = rows.HeadStride };

    private static void Validate<TMask, TChange>(
        in AttentionShape shape, ReadOnlyHeadRows query, ReadOnlyHeadRows key, ReadOnlyHeadRows value, ReadOnlyHeadRows output,
        in TMask mask, in TChange change, in AttentionTables<float> tables, bool takesKeyRows = false)
        where TMask : unmanaged, IAttentionMask
        where TChange : unmanaged, IAttentionChange
    {
        shape.Validate(takesKeyRows);
        ValidateRows(shape, query, shape.QueryRows, shape.Heads, "query");
        int keys = shape.KeyRows.IsEmpty ? shape.Keys : 0;
        ValidateRows(shape, key, keys, shape.KeyHeads, "key");
        ValidateRows(shape, value, keys, shape.KeyHeads, "value");
        ValidateKeyRows(shape, Math.Min(RowsOf(shape, key), RowsOf(shape, value)));
        ValidateRows(shape, output, shape.QueryRows, shape.Heads, "output");
        mask.Validate(shape, tables);
        change.Validate(shape, tables);
    }

    private static void ValidateRows(in AttentionShape shape, ReadOnlyHeadRows rows, int count, int heads, string what)
    {
        if (rows.RowStride < 0 || rows.HeadStride < 0)
            throw new ArgumentException($"attention: expected strides of {what} that are not negative, got {rows.RowStride} and {rows.HeadStride}");
        long needed = count == 0 ? 0 : ((count - 1L) * rows.RowStride) + ((heads - 1L) * rows.HeadStride) + shape.HeadDim;
        if (rows.Data.Length < needed)
        {
            throw new ArgumentException(
                $"attention: expected {needed} elements or more for {what} [{count}, {heads}, {shape.HeadDim}] with strides {rows.RowStride} and {rows.HeadStride}, got {rows.Data.Length}");
        }
    }

    private static void ValidateKeyRows(in AttentionShape shape, long rows)
    {
        foreach (int row in shape.KeyRows)
        {
            if ((uint)row >= rows)
                throw new ArgumentException($"attention: expected key rows from 0 to {rows - 1}, got {row}");
        }
    }

    // As many rows of keys or values as the memory holds.
    private static long RowsOf(in AttentionShape shape, ReadOnlyHeadRows rows)
    {
        long last = ((shape.KeyHeads - 1L) * rows.HeadStride) + shape.HeadDim;
        return rows.Data.Length < last ? 0 : rows.RowStride == 0 ? int.MaxValue : ((rows.Data.Length - last) / rows.RowStride) + 1;
    }

    private static void ValidateLogSumExp(in AttentionShape shape, int length)
    {
        if (length != (long)shape.QueryRows * shape.Heads)
            throw new ArgumentException($"attention: expected log-sum-exp of [{shape.QueryRows}, {shape.Heads}], got {length} elements");
    }
}
