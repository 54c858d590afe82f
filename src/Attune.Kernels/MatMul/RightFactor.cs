namespace Attune.Kernels;

/// <summary>A right factor of products with some rows each: packed once where threads take rows by themselves, else read by each product as it sees fit.</summary>
internal readonly unsafe struct RightFactor
{
    private readonly Operand _right;
    private readonly int _columns;
    private readonly int _depth;
    private readonly KernelPath _path;
    private readonly byte* _packed;

    /// <summary>Of so many columns and depths, for left factors that are bfloat16 or not.</summary>
    /// <param name="right">At the first column and depth.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="depth">Its depth.</param>
    /// <param name="isLeftBf16">Of the left factors.</param>
    /// <param name="memory"><see cref="PackedBytes"/> to pack it into, or null.</param>
    public RightFactor(in Operand right, int columns, int depth, bool isLeftBf16, byte* memory)
    {
        (_right, _columns, _depth, _path) = (right, columns, depth, ProductPaths.Choose(isLeftBf16 && right.IsBf16));
        _packed = memory;
        if (memory == null)
            return;
        RightPacking.Pack(right, columns, depth, _path, memory);
    }

    /// <summary>Memory that a packed factor takes.</summary>
    public static long PackedBytes(int columns, int depth, bool bothBf16) => RightPacking.Bytes(columns, depth, ProductPaths.Choose(bothBf16));

    /// <summary>C [rows, columns] = (or += when <paramref name="add"/>) left [rows, depth] times this.</summary>
    public void Multiply(in Operand left, int rows, float* c, long cStride, bool add)
    {
        var action = new SingleProduct
        {
            Product = new Product
            {
                Rows = rows,
                Columns = _columns,
                Depth = _depth,
                Left = left,
                Right = _right,
                PackedRight = _packed,
                C = c,
                CStride = cStride,
                Accumulate = add,
            },
        };
        ProductPaths.Dispatch(ref action, _path);
    }
}
