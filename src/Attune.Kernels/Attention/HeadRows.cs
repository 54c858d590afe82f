namespace Attune.Kernels;

/// <summary>Rows of heads where they lie: element [row, head, d] is at row * RowStride + head * HeadStride + d.</summary>
/// <param name="data">The memory; the last row may end with its last element.</param>
/// <param name="rowStride">Elements from one row to the next.</param>
/// <param name="headStride">Elements from one head of a row to the next.</param>
public readonly ref struct HeadRows(Span<float> data, int rowStride, int headStride)
{
    /// <summary>The memory.</summary>
    public Span<float> Data { get; } = data;

    /// <summary>Elements from one row to the next.</summary>
    public int RowStride { get; } = rowStride;

    /// <summary>Elements from one head of a row to the next.</summary>
    public int HeadStride { get; } = headStride;

    /// <summary>Contiguous rows: [rows, heads, headDim].</summary>
    public static HeadRows Contiguous(Span<float> data, int heads, int headDim) => new(data, heads * headDim, headDim);
}

/// <summary>As <see cref="HeadRows"/>, for operands that are only read.</summary>
/// <param name="data">The memory; the last row may end with its last element.</param>
/// <param name="rowStride">Elements from one row to the next.</param>
/// <param name="headStride">Elements from one head of a row to the next.</param>
public readonly ref struct ReadOnlyHeadRows(ReadOnlySpan<float> data, int rowStride, int headStride)
{
    /// <summary>The memory.</summary>
    public ReadOnlySpan<float> Data { get; } = data;

    /// <summary>Elements from one row to the next.</summary>
    public int RowStride { get; } = rowStride;

    /// <summary>Elements from one head of a row to the next.</summary>
    public int HeadStride { get; } = headStride;

    /// <summary>Contiguous rows: [rows, heads, headDim].</summary>
    public static ReadOnlyHeadRows Contiguous(ReadOnlySpan<float> data, int heads, int headDim) => new(data, heads * headDim, headDim);

    /// <summary>Rows that may be written can be read.</summary>
    public static implicit operator ReadOnlyHeadRows(HeadRows rows) => new(rows.Data, rows.RowStride, rows.HeadStride);
}
