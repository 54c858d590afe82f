namespace Attune.Kernels;

/// <summary>The sizes of one attention call over all of its segments (sequences).</summary>
/// <remarks>
/// Segment s has the queries QueryOffsets[s] to QueryOffsets[s + 1] - 1 and the keys KeyOffsets[s] to KeyOffsets[s + 1] - 1.
/// Query i of a segment stands at position keyLength - queryLength + i of its keys, so that queries that continue a cache
/// see all of it; a segment of itself has position i.
/// </remarks>
public readonly ref struct AttentionShape
{
    /// <summary>Query heads, a multiple of <see cref="KeyHeads"/>.</summary>
    public required int Heads { get; init; }

    /// <summary>Key and value heads; query head h reads key head h / (Heads / KeyHeads).</summary>
    public required int KeyHeads { get; init; }

    /// <summary>Elements of a head, 1 to 256.</summary>
    public required int HeadDim { get; init; }

    /// <summary>First query row of every segment, and the number of rows behind the last.</summary>
    public required ReadOnlySpan<int> QueryOffsets { get; init; }

    /// <summary>First key row of every segment, and the number of rows behind the last.</summary>
    public required ReadOnlySpan<int> KeyOffsets { get; init; }

    /// <summary>
    /// For the forward pass: [keys], which row of the key and value operands each key is, so that sequences may share rows and rows may lie in any order: key j of
    /// segment s is row KeyRows[KeyOffsets[s] + j]. Empty where keys lie in their order.
    /// </summary>
    public ReadOnlySpan<int> KeyRows { get; init; }

    /// <summary>What scores are multiplied by, usually 1 / sqrt(HeadDim).</summary>
    public required float Scale { get; init; }

    /// <summary>Which weights are dropped; by default none.</summary>
    public AttentionDropout Dropout { get; init; }

    internal int Segments => QueryOffsets.Length - 1;

    internal int QueryRows => QueryOffsets[^1];

    internal int Keys => KeyOffsets[^1];

    internal int Group => Heads / KeyHeads;

    /// <summary>Sum over segments of queries times keys: the size of an explicit mask.</summary>
    internal long Pairs
    {
        get
        {
            long pairs = 0;
            for (int s = 0; s < Segments; s++)
                pairs += (long)(QueryOffsets[s + 1] - QueryOffsets[s]) * (KeyOffsets[s + 1] - KeyOffsets[s]);
            return pairs;
        }
    }

    internal void Validate(bool takesKeyRows = false)
    {
        if (Heads < 1 || KeyHeads < 1 || Heads % KeyHeads != 0)
            throw new ArgumentException($"attention: expected query heads a multiple of key heads, got {Heads} and {KeyHeads}");
        if (HeadDim is < 1 or > Attention.MaxHeadDim)
            throw new ArgumentException($"attention: expected a head dimension of 1 to {Attention.MaxHeadDim}, got {HeadDim}");
        if (!(Dropout.Rate is >= 0 and < 1))
            throw new ArgumentException($"attention: expected a dropout rate of at least 0 and below 1, got {Dropout.Rate}");
        if (QueryOffsets.Length < 1 || QueryOffsets.Length != KeyOffsets.Length)
            throw new ArgumentException($"attention: expected as many key offsets as query offsets, got {KeyOffsets.Length} and {QueryOffsets.Length}");
        ValidateOffsets(QueryOffsets, "query");
        ValidateOffsets(KeyOffsets, "key");
        if (KeyRows.IsEmpty)
            return;
        if (!takesKeyRows)
            throw new ArgumentException($"attention: expected keys in their order but in the forward pass of floats, got {KeyRows.Length} key rows");
        if (KeyRows.Length != Keys)
            throw new ArgumentException($"attention: expected {Keys} key rows, one for each key, got {KeyRows.Length}");
    }

    private static void ValidateOffsets(ReadOnlySpan<int> offsets, string what)
    {
        if (offsets[0] != 0)
            throw new ArgumentException($"attention: expected {what} offsets that begin with 0, got {offsets[0]}");
        for (int s = 1; s < offsets.Length; s++)
        {
            if (offsets[s] < offsets[s - 1])
                throw new ArgumentException($"attention: expected {what} offsets that never fall, got {offsets[s]} after {offsets[s - 1]}");
        }
    }
}

/// <summary>
/// Dropout on the weights: each is zero with probability <paramref name="Rate"/>, else divided by 1 - Rate. The weight of
/// query row r and head h for key j of its segment is decided by element ((FirstRow + r) heads + h, j) of the random
/// matrix of <paramref name="Key"/>, so the backward pass, or the same row in another batch, drops the same.
/// </summary>
/// <param name="Rate">0 to below 1.</param>
/// <param name="Key">Seed, step and site.</param>
/// <param name="FirstRow">Row within the whole step of the first query row of this call.</param>
public readonly record struct AttentionDropout(float Rate, RandomKey Key, int FirstRow);

/// <summary>What pieces of a mask or of a score change look up; only what the pieces in use need must be there.</summary>
/// <typeparam name="T">float for the kernels, double for the reference.</typeparam>
public readonly ref struct AttentionTables<T>
    where T : unmanaged
{
    /// <summary>[heads]: the slope of <see cref="Alibi"/>.</summary>
    public ReadOnlySpan<T> Slopes { get; init; }

    /// <summary>[buckets, heads]: the learned table of <see cref="RelativeBias"/>.</summary>
    public ReadOnlySpan<T> Bias { get; init; }

    /// <summary>[queries, keys] of every segment, one after the other: for <see cref="AdditiveMask"/>.</summary>
    public ReadOnlySpan<T> Additive { get; init; }

    /// <summary>[queries, keys] of every segment, one after the other: true where the key is seen; for <see cref="ExplicitMask"/>.</summary>
    public ReadOnlySpan<bool> Visible { get; init; }

    /// <summary>[query blocks, key blocks]: true where the block is seen; for <see cref="BlockPattern"/>.</summary>
    public ReadOnlySpan<bool> Pattern { get; init; }
}
