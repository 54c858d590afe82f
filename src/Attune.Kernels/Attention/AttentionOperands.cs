using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>Rows of heads as a pointer.</summary>
internal unsafe struct HeadPointer
{
    public float* Data;
    public long RowStride;
    public long HeadStride;

    public readonly float* At(long row, long head) => Data + (row * RowStride) + (head * HeadStride);
}

/// <summary>Keys or values of one segment and key head.</summary>
internal unsafe struct KeyRowPointer
{
    public float* Data;
    public long Stride;

    /// <summary>Which row each is, or null for their order.</summary>
    public int* Numbers;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly float* At(int key) => Data + ((Numbers == null ? key : Numbers[key]) * Stride);
}

/// <summary>Consecutive query lanes of one segment and one key head that one thread computes.</summary>
/// <remarks>Lane i of a segment and key head is query row i / group and query head keyHead * group + i % group.</remarks>
internal struct AttentionPart
{
    public int Segment;
    public int KeyHead;
    public int FirstLane;
    public int Lanes;
}

/// <summary>Everything that forward and backward read, as pointers.</summary>
internal unsafe struct AttentionOperands
{
    public HeadPointer Query;
    public HeadPointer Key;
    public HeadPointer Value;
    public HeadPointer Output;

    /// <summary>[query rows, heads], natural logarithm; may be null in the forward pass.</summary>
    public float* LogSumExp;

    public int* QueryOffsets;
    public int* KeyOffsets;

    /// <summary>Which row each key is, or null for their order.</summary>
    public int* KeyRows;
    public int Segments;
    public int Heads;
    public int KeyHeads;
    public int Dim;
    public float Scale;

    /// <summary>[heads], times log2(e), or null.</summary>
    public float* Slopes;

    /// <summary>As <see cref="AttentionContext.Bias"/> and <see cref="AttentionContext.Buckets"/>.</summary>
    public float* Bias;
    public int* Buckets;

    /// <summary>As in <see cref="AttentionTables{T}"/>; masks of segment s begin at MaskOffsets[s].</summary>
    public float* Additive;
    public bool* Visible;
    public bool* Pattern;
    public long* MaskOffsets;

    public AttentionDropout Dropout;

    public readonly int Group => Heads / KeyHeads;

    /// <summary>Elements of a head as the products take them: whole groups of 4, zeros behind the last.</summary>
    public readonly int Depth => (Dim + 3) & ~3;

    public readonly int QueryLength(int segment) => QueryOffsets[segment + 1] - QueryOffsets[segment];

    public readonly int KeyLength(int segment) => KeyOffsets[segment + 1] - KeyOffsets[segment];

    /// <summary>Key position of the first query.</summary>
    public readonly int FirstPosition(int segment) => KeyLength(segment) - QueryLength(segment);

    /// <summary>The keys or values that the queries of a segment see.</summary>
    public readonly KeyRowPointer RowsOf(in HeadPointer tensor, int segment, int keyHead) => new()
    {
        Data = tensor.At(KeyRows == null ? KeyOffsets[segment] : 0, keyHead),
        Stride = tensor.RowStride,
        Numbers = KeyRows == null ? null : KeyRows + KeyOffsets[segment],
    };

    /// <summary>Floats that <see cref="Context"/> needs for <paramref name="lanes"/> lanes.</summary>
    public static long ContextFloats(int lanes) => (5L * lanes) + 16;

    /// <summary>
    /// Describes <paramref name="padded"/> lanes, of which the part has the first; the others repeat its last, so that
    /// masks treat them alike.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly AttentionContext Context(in AttentionPart part, int padded, float* memory)
    {
        var context = new AttentionContext
        {
            Gathered = memory,
            Positions = (int*)(memory + 16),
            Heads = (int*)(memory + 16) + padded,
            Rows = (int*)(memory + 16) + (2 * padded),
            DropoutRows = (int*)(memory + 16) + (3 * padded),
            Slopes = memory + 16 + (4 * padded),
            Bias = Bias,
            Buckets = Buckets,
            Group = Group,
            KeyLength = KeyLength(part.Segment),
            Additive = Additive == null ? null : Additive + MaskOffsets[part.Segment],
            Visible = Visible == null ? null : Visible + MaskOffsets[part.Segment],
            Pattern = Pattern,
        };
        int first = FirstPosition(part.Segment), group = Group;
        int row = part.FirstLane / group, head = part.FirstLane % group;
        for (int i = 0; i < padded; i++)
        {
            context.Rows[i] = row;
            context.Positions[i] = first + row;
            context.Heads[i] = (part.KeyHead * group) + head;
            context.DropoutRows[i] = ((Dropout.FirstRow + QueryOffsets[part.Segment] + row) * Heads) + context.Heads[i];
            context.Slopes[i] = Slopes == null ? 0 : Slopes[context.Heads[i]];
            if (i < part.Lanes - 1 && ++head == group)
                (row, head) = (row + 1, 0);
        }

        return context;
    }
}
