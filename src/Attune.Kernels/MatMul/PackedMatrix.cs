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
        fixed (byte* data = b)
        {
            var action = new PackAction { Right = b.Right(data), Rows = b.Rows, Columns = b.Columns };
            ProductPaths.Dispatch(ref action, ProductPaths.Choose(b.IsBf16));
            return action.Result!;
        }
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

    private struct PackAction : IProductAction
    {
        public Operand Right;
        public int Rows;
        public int Columns;
        public PackedMatrix? Result;

        public void Run<V, TKernel>()
            where V : struct, ILanes<V>
            where TKernel : struct, IProductKernel
        {
            Result = new(Rows, Columns, Right.IsBf16, ProductPaths.Choose(Right.IsBf16), ProductDriver<V, TKernel>.PackedBytes(Columns, Rows));
            if (Rows > 0 && Columns > 0)
                ProductDriver<V, TKernel>.PackRight(Right, 0, Columns, 0, Rows, Result.Data);
        }
    }
}
