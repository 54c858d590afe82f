namespace Attune.Kernels;

/// <summary>A matrix, or the transpose of a stored one, over memory that somebody else owns.</summary>
public readonly ref struct MatrixView
{
    /// <summary>A stored matrix <c>[rows, columns]</c> whose rows begin <paramref name="rowStride"/> elements apart.</summary>
    /// <exception cref="ArgumentException">The data are too short, a size is negative, or rows would overlap.</exception>
    public MatrixView(ReadOnlySpan<float> data, int rows, int columns, int rowStride)
        : this(data, rows, columns, rowStride, isTransposed: false)
    {
        if (rows < 0 || columns < 0)
            throw new ArgumentException($"matmul: expected sizes of at least 0, got [{rows}, {columns}]");
        if (rowStride < columns && rows > 1)
            throw new ArgumentException($"matmul: expected a row stride of at least {columns}, got {rowStride}");
        if (data.Length < StoredLength)
            throw new ArgumentException($"matmul: expected [{rows}, {columns}] with row stride {rowStride} in at least {StoredLength} elements, got {data.Length}");
    }

    /// <summary>A stored matrix <c>[rows, columns]</c> without gaps.</summary>
    /// <exception cref="ArgumentException">The data are too short, or a size is negative.</exception>
    public MatrixView(ReadOnlySpan<float> data, int rows, int columns)
        : this(data, rows, columns, columns)
    {
    }

    private MatrixView(ReadOnlySpan<float> data, int rows, int columns, int rowStride, bool isTransposed)
    {
        Data = data;
        Rows = rows;
        Columns = columns;
        RowStride = rowStride;
        IsTransposed = isTransposed;
    }

    /// <summary>The stored elements.</summary>
    public ReadOnlySpan<float> Data { get; }

    /// <summary>Number of rows, after transposition.</summary>
    public int Rows { get; }

    /// <summary>Number of columns, after transposition.</summary>
    public int Columns { get; }

    /// <summary>Elements from one stored row to the next.</summary>
    public int RowStride { get; }

    /// <summary>True when this is the transpose of what is stored.</summary>
    public bool IsTransposed { get; }

    /// <summary>The transpose; nothing is copied.</summary>
    public MatrixView Transposed => new(Data, Columns, Rows, RowStride, !IsTransposed);

    /// <summary>Elements from the first to the last one, inclusive.</summary>
    internal long StoredLength
    {
        get
        {
            var (stored, width) = IsTransposed ? (Columns, Rows) : (Rows, Columns);
            return stored == 0 || width == 0 ? 0 : ((stored - 1L) * RowStride) + width;
        }
    }

    /// <summary>This matrix as the left factor at a pinned address: its lines are rows.</summary>
    internal unsafe Operand Left(float* data) => new((nint)data, RowStride, AlongDepth: !IsTransposed);

    /// <summary>This matrix as the right factor at a pinned address: its lines are columns.</summary>
    internal unsafe Operand Right(float* data) => new((nint)data, RowStride, AlongDepth: IsTransposed);
}
