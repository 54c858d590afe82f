namespace Attune.Kernels;

/// <summary>
/// The arithmetic of a matrix product for one element type and width of vectors, as <see cref="ProductDriver{V, TKernel}"/>
/// sees it: how big a tile is, how factors are packed, and how a tile is computed.
/// </summary>
internal unsafe interface IProductKernel
{
    /// <summary>Rows of C in a tile.</summary>
    static abstract int TileRows { get; }

    /// <summary>Columns of C in a tile.</summary>
    static abstract int TileColumns { get; }

    /// <summary>
    /// Length of the blocks that the depth is cut into. Part of the result: each block is summed from zero and the sums
    /// are added in order.
    /// </summary>
    static abstract int BlockDepth { get; }

    /// <summary>Rows of the left factor that are packed at once: a block should fill about half of the second-level cache.</summary>
    static abstract int BlockRows { get; }

    /// <summary>Size of a packed panel of <paramref name="width"/> lines and <paramref name="depth"/> depths.</summary>
    static abstract long PanelBytes(int width, int depth);

    /// <summary>
    /// True when a left factor can be read from where it lies. That spares small products a good part of their time; with many
    /// columns its rows, which lie apart, are better packed.
    /// </summary>
    static abstract bool ReadsLeft(in Operand source, int columns, int depth);

    /// <summary>True when so many columns of a right factor, which all parts meet, can be read from where they lie: no thread waits until they are packed.</summary>
    static abstract bool ReadsRight(in Operand source, int columns, int depth);

    /// <summary>Packs lines of the left factor into panels of <see cref="TileRows"/>, the last one filled up with zeros.</summary>
    static abstract void PackLeft(in Operand source, long first, int lines, long begin, int depth, byte* target);

    /// <summary>Packs lines of the right factor into panels of <see cref="TileColumns"/>, the last one filled up with zeros.</summary>
    static abstract void PackRight(in Operand source, long first, int lines, long begin, int depth, byte* target);

    /// <summary>Computes a product of few rows without packing; false when this product is not one, and nothing was done.</summary>
    static abstract bool TryThin(in Product product);

    /// <summary>Rows of the smallest tile with at least <paramref name="height"/> rows.</summary>
    static abstract int RowsOfTile(int height);

    /// <summary>One tile of C of a number of rows that <see cref="RowsOfTile"/> gave, overwritten or added to, and the lines <paramref name="ahead"/> asked for; see <see cref="ITile.Multiply"/>.</summary>
    static abstract void Multiply(int rows, int depth, in LeftPanel left, in RightPanel right, float* c, long cStride, bool add, in LinesAhead ahead);
}

/// <summary>Single-precision factors: the tile <typeparamref name="TTile"/> of vectors <typeparamref name="V"/>.</summary>
internal readonly unsafe struct FloatKernel<V, TTile> : IProductKernel
    where V : struct, ILanes<V>
    where TTile : struct, ITile
{
    public static int TileRows => TTile.Rows;

    public static int TileColumns => TTile.Columns;

    // A panel of the right factor is BlockDepth by TileColumns floats: at 256 lanes-deep it leaves half of a 32 KB cache.
    public static int BlockDepth => V.Count == 16 ? 512 : 256;

    public static int BlockRows => V.Count == 16 ? 192 : 240;

    public static long PanelBytes(int width, int depth) => (long)width * depth * sizeof(float);

    // Up to so many columns packing takes longer than what it saves.
    private const int DirectColumns = 1024;

    // Rows so many floats apart compete for the same sets of a cache.
    private const int PageFloats = 1024;

    // A right factor of so many elements stays in the second-level cache.
    private const int DirectElements = 128 * 1024;

    public static bool ReadsLeft(in Operand source, int columns, int depth) =>
        !source.IsBf16 && source.AlongDepth && columns <= DirectColumns && source.Stride % PageFloats != 0;

    public static bool ReadsRight(in Operand source, int columns, int depth) =>
        !source.IsBf16 && !source.IsStreamed && !source.AlongDepth && (long)columns * depth <= DirectElements && columns % TileColumns == 0 && source.Stride % PageFloats != 0;

    public static void PackLeft(in Operand source, long first, int lines, long begin, int depth, byte* target) =>
        Packing.Pack(source, TileRows, first, lines, begin, depth, (float*)target);

    public static void PackRight(in Operand source, long first, int lines, long begin, int depth, byte* target) =>
        Packing.Pack(source, TileColumns, first, lines, begin, depth, (float*)target);

    public static int RowsOfTile(int height) => height <= Tile6<V>.Rows ? Tile6<V>.Rows : TTile.Rows;

    public static void Multiply(int rows, int depth, in LeftPanel left, in RightPanel right, float* c, long cStride, bool add, in LinesAhead ahead)
    {
        if (rows == TTile.Rows)
            TTile.Multiply(depth, left, right, c, cStride, add, ahead);
        else
            Tile6<V>.Multiply(depth, left, right, c, cStride, add, ahead);
    }

    // Up to here the right factor is read from memory more slowly than it is multiplied.
    private const int ThinRows = 16;

    public static bool TryThin(in Product product)
    {
        if (product.Rows > ThinRows)
            return false;
        if (product.PackedRight != null)
            ThinProduct<V, PackedReader<V, FloatKernel<V, TTile>>>.Run(product, BlockDepth);
        else if (product.Right.IsBf16)
            RunThin<Bf16Element>(product);
        else
            RunThin<FloatElement>(product);
        return true;
    }

    private static void RunThin<TElement>(in Product product)
        where TElement : struct, IElement
    {
        if (product.Rows == 1)
            RowProduct<V, TElement>.Run(product, BlockDepth);
        else if (product.Right.AlongDepth)
            ThinProduct<V, TransposedReader<V, TElement>>.Run(product, BlockDepth);
        else
            ThinProduct<V, RowMajorReader<V, TElement>>.Run(product, BlockDepth);
    }
}
