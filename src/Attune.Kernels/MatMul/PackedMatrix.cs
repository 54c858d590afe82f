namespace Attune.Kernels;

/// <summary>
/// A right factor rearranged once for many products (weights): the order that the innermost loop reads, so products skip
/// packing. Its layout belongs to the <see cref="KernelPath"/> it was packed on.
/// </summary>
/// <remarks>
/// bfloat16 packed where emitted code is in use stays bfloat16 and takes part in products with bfloat16 left factors only;
/// packed elsewhere it is widened and takes the memory of floats.
/// </remarks>
public sealed unsafe class PackedMatrix
{
    private readonly PinnedBuffer _buffer;

    private PackedMatrix(int rows, int columns, bool isBf16, KernelPath path, long bytes)
    {
        Rows = rows;
        Columns = columns;
        IsBf16 = isBf16;
        Path = path;
        _buffer = new PinnedBuffer(bytes);
    }

    /// <summary>Rows of the matrix: the depth of products with it.</summary>
    public int Rows { get; }

    /// <summary>Columns of the matrix.</summary>
    public int Columns { get; }

    /// <summary>True when it was packed from bfloat16.</summary>
    public bool IsBf16 { get; }

    /// <summary>Memory it takes; the last columns are filled up to a whole tile.</summary>
    public long Bytes => _buffer.Bytes;

    internal KernelPath Path { get; }

    internal byte* Data => _buffer.Pointer;

    /// <summary>Copies <paramref name="b"/> <c>[k, n]</c> into packed order.</summary>
    public static PackedMatrix Pack(MatrixView b)
    {
        var path = ProductPaths.Choose(b.IsBf16);
        var packed = new PackedMatrix(b.Rows, b.Columns, b.IsBf16, path, RightPacking.Bytes(b.Columns, b.Rows, path));
        fixed (byte* data = b)
            RightPacking.Pack(b.Right(data), b.Columns, b.Rows, path, packed.Data);
        return packed;
    }

    /// <summary>Refuses what it was not packed for.</summary>
    /// <exception cref="InvalidOperationException">Another <see cref="KernelPath"/>, or left factors that are not bfloat16 where emitted code needs them to be.</exception>
    internal void ExpectCurrentPath(bool isLeftBf16)
    {
        KernelPath current = ProductPaths.Choose(IsBf16);
        if (Path != current)
            throw new InvalidOperationException($"matmul: expected a matrix packed for {current}, got one packed for {Path}");
        if (Path is KernelPath.Emitted && !isLeftBf16)
            throw new InvalidOperationException("matmul: expected bfloat16 on the left of a matrix packed from bfloat16 for emitted code, got floats");
    }
}
