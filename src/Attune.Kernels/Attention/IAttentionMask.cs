namespace Attune.Kernels;

/// <summary>Which keys a query sees. Implemented by structs that the compiler inlines into the tile loop.</summary>
/// <remarks>Positions count from the first key of a segment. The vector form takes one key and as many queries as lanes.</remarks>
public unsafe interface IAttentionMask
{
    /// <summary>How much of the given keys the given consecutive positions see (bounds included); <see cref="Coverage.Part"/> is always allowed.</summary>
    internal Coverage Cover(in AttentionContext context, int firstPosition, int lastPosition, int firstKey, int lastKey);

    /// <summary>No query at <paramref name="firstPosition"/> or later sees a key before this.</summary>
    internal int FirstKey(int firstPosition);

    /// <summary>No query at <paramref name="lastPosition"/> or earlier sees this key or a later one.</summary>
    internal int EndKey(int lastPosition);

    /// <summary>Set in the lanes (queries) that see <paramref name="key"/>.</summary>
    internal V Sees<V>(AttentionContext* context, int lane, int key)
        where V : struct, ILanes<V>;

    /// <summary>The same for one pair.</summary>
    internal bool Sees(in AttentionPair pair);

    internal void Validate(in AttentionShape shape, in AttentionTables<float> tables);
}

/// <summary>What becomes of a scaled score before the softmax. Implemented by structs that the compiler inlines.</summary>
/// <remarks>Vector forms take and give scores times log2(e), the unit the kernel computes in; scalar forms natural ones.</remarks>
public unsafe interface IAttentionChange
{
    /// <summary>False when scores stay as they are.</summary>
    internal static abstract bool Changes { get; }

    /// <summary>From this distance on, a relative bias no longer changes; 0 without one.</summary>
    internal int Reach { get; }

    /// <summary>Row of the bias table for a distance (key position minus query position).</summary>
    internal int Bucket(int distance);

    internal V Apply<V>(V score, AttentionContext* context, int lane, int key)
        where V : struct, ILanes<V>;

    /// <summary>The gradient of the incoming score from that of the changed one; adds to the gradients of tables.</summary>
    internal V Backward<V>(V score, V gradient, AttentionContext* context, int lane, int key)
        where V : struct, ILanes<V>;

    /// <summary>The same for one pair.</summary>
    internal double Apply(double score, in AttentionPair pair);

    /// <summary>The same for one pair; <paramref name="biasGradient"/> is [buckets, heads] or empty.</summary>
    internal double Backward(double score, double gradient, in AttentionPair pair, Span<double> biasGradient);

    internal void Validate(in AttentionShape shape, in AttentionTables<float> tables);
}

/// <summary>How much of a tile of keys a block of queries sees.</summary>
internal enum Coverage
{
    None,
    Part,
    Whole,
}

/// <summary>One query and one key of a segment, for the scalar forms.</summary>
internal readonly ref struct AttentionPair
{
    public AttentionTables<double> Tables { get; init; }

    public int Head { get; init; }

    public int Heads { get; init; }

    public int Position { get; init; }

    public int Key { get; init; }

    /// <summary>Where the pair is in the explicit masks.</summary>
    public int Index { get; init; }
}

/// <summary>What the vector forms know about the queries in the lanes.</summary>
internal unsafe struct AttentionContext
{
    /// <summary>Position of each lane's query.</summary>
    public int* Positions;

    /// <summary>Query head of each lane.</summary>
    public int* Heads;

    /// <summary>Row within its segment of each lane's query.</summary>
    public int* Rows;

    /// <summary>Row of the random numbers that decide which weights of a lane are dropped.</summary>
    public int* DropoutRows;

    /// <summary>Slope of each lane's head, times log2(e).</summary>
    public float* Slopes;

    /// <summary>[heads, 2 Reach + 1], times log2(e), by distance + Reach.</summary>
    public float* Bias;

    /// <summary>[2 Reach + 1]: row of the bias table by distance + Reach.</summary>
    public int* Buckets;

    /// <summary>[buckets, group]: sums of the gradient for the heads that share a key head, in double since thousands of terms nearly cancel; null when not wanted.</summary>
    public double* BiasGradient;

    public int Group;

    /// <summary>[queries, keys] of this segment.</summary>
    public float* Additive;

    /// <summary>[queries, keys] of this segment.</summary>
    public bool* Visible;

    public bool* Pattern;

    public int KeyLength;

    /// <summary>As many floats as a vector has, for gathering.</summary>
    public float* Gathered;
}
