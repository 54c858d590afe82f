using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attune.Kernels;

/// <summary>A matrix of floats or bfloat16, or the transpose of a stored one, over memory that somebody else owns.</summary>
public readonly ref struct MatrixView
{
    /// <summary>A stored matrix <c>[rows, columns]</c> whose rows begin <paramref name="rowStride"/> elements apart.</summary>
    /// <exception cref="ArgumentException">The data are too short, a size is negative, or rows would overlap.</exception>
    public MatrixView(ReadOnlySpan<float> data, int rows, int columns, int rowStride)
        : this(data, default, rows, columns, rowStride, isTransposed: false) => Check(data.Length);

    /// <inheritdoc cref="MatrixView(ReadOnlySpan{float}, int, int, int)"/>
    public MatrixView(ReadOnlySpan<BFloat16> data, int rows, int columns, int rowStride)
        : this(default, data, rows, columns, rowStride, isTransposed: false)
    {
        IsBf16 = true;
        Check(data.Length);
    }

    /// <summary>A stored matrix <c>[rows, columns]</c> without gaps.</summary>
    /// <exception cref="ArgumentException">The data are too short, or a size is negative.</exception>
    public MatrixView(ReadOnlySpan<float> data, int rows, int columns)
        : this(data, rows, columns, columns)
    {
    }

    /// <inheritdoc cref="MatrixView(ReadOnlySpan{float}, int, int)"/>
    public MatrixView(ReadOnlySpan<BFloat16> data, int rows, int columns)
        : this(data, rows, columns, columns)
    {
    }

    private MatrixView(
        ReadOnlySpan<float> floats, ReadOnlySpan<BFloat16> halves, int rows, int columns, int rowStride, bool isTransposed)
    {
        Floats = floats;
        Halves = halves;
        Rows = rows;
        Columns = columns;
        RowStride = rowStride;
        IsTransposed = isTransposed;
    }

    /// <summary>True for bfloat16, false for floats.</summary>
    public bool IsBf16 { get; private init; }

    /// <summary>Number of rows, after transposition.</summary>
    public int Rows { get; }

    /// <summary>Number of columns, after transposition.</summary>
    public int Columns { get; }

    /// <summary>Elements from one stored row to the next.</summary>
    public int RowStride { get; }

    /// <summary>True when this is the transpose of what is stored.</summary>
    public bool IsTransposed { get; }

    /// <summary>The transpose; nothing is copied.</summary>
    public MatrixView Transposed => new(Floats, Halves, Columns, Rows, RowStride, !IsTransposed) { IsBf16 = IsBf16 };

    /// <summary>Some neighbouring rows of a matrix that is stored as it is seen.</summary>
    internal MatrixView RowRange(int first, int count)
    {
        int start = first * RowStride;
        return IsBf16 ? new(Halves[start..], count, Columns, RowStride) : new(Floats[start..], count, Columns, RowStride);
    }

    /// <summary>Elements from the first to the last one, inclusive.</summary>
    internal long StoredLength
    {
        get
        {
            var (stored, width) = IsTransposed ? (Columns, Rows) : (Rows, Columns);
            return stored == 0 || width == 0 ? 0 : ((stored - 1L) * RowStride) + width;
        }
    }

    /// <summary>Number of stored elements that the memory holds.</summary>
    internal int Length => IsBf16 ? Halves.Length : Floats.Length;

    // The stored elements: one of the two is empty.
    private ReadOnlySpan<float> Floats { get; }

    private ReadOnlySpan<BFloat16> Halves { get; }

    /// <summary>For <c>fixed</c>.</summary>
    internal ref readonly byte GetPinnableReference() => ref IsBf16
        ? ref Unsafe.As<BFloat16, byte>(ref MemoryMarshal.GetReference(Halves))
        : ref Unsafe.As<float, byte>(ref MemoryMarshal.GetReference(Floats));

    /// <summary>This matrix as the left factor at a pinned address: its lines are rows.</summary>
    internal unsafe Operand Left(byte* data) => new((nint)data, RowStride, AlongDepth: !IsTransposed, IsBf16);

    /// <summary>This matrix as the right factor at a pinned address: its lines are columns.</summary>
    internal unsafe Operand Right(byte* data) => new((nint)data, RowStride, AlongDepth: IsTransposed, IsBf16);

    /// <summary>True when memory is shared with <paramref name="c"/>.</summary>
    internal bool Overlaps(ReadOnlySpan<float> c)
    {
        if (Length == 0 || c.IsEmpty)
            return false;
        nint distance = Unsafe.ByteOffset(in GetPinnableReference(), ref Unsafe.As<float, byte>(ref MemoryMarshal.GetReference(c)));
        return distance < (nint)Length * (IsBf16 ? sizeof(ushort) : sizeof(float)) && -distance < (nint)c.Length * sizeof(float);
    }

    private void Check(int length)
    {
        if (Rows < 0 || Columns < 0)
            throw new ArgumentException($"matmul: expected sizes of at least 0, got [{Rows}, {Columns}]");
        if (RowStride < Columns && Rows > 1)
            throw new ArgumentException($"matmul: expected a row stride of at least {Columns}, got {RowStride}");
        if (length < StoredLength)
            throw new ArgumentException($"matmul: expected [{Rows}, {Columns}] with row stride {RowStride} in at least {StoredLength} elements, got {length}");
    }
}
