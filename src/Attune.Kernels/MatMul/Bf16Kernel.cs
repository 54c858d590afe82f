namespace Attune.Kernels;

/// <summary>The innermost loop of a product of bfloat16 factors that are summed in pairs.</summary>
internal unsafe interface IBf16Tile
{
    /// <summary>
    /// C tile [rows, 32] = (or += when <paramref name="add"/>) the sum over pairs of depths; a's steps count pairs, b is
    /// [pairs, 32, 2]. On the way it fetches the lines <paramref name="ahead"/>, as many as <see cref="Tile.LinesAhead"/>.
    /// </summary>
    static abstract void Multiply(int rows, int pairs, in LeftPanel a, byte* b, float* c, long cStride, bool add, in LinesAhead ahead);
}

/// <summary>The tile of <see cref="Bf16Code"/>.</summary>
internal readonly unsafe struct EmittedBf16Tile : IBf16Tile
{
    public static void Multiply(int rows, int pairs, in LeftPanel a, byte* b, float* c, long cStride, bool add, in LinesAhead ahead)
    {
        var call = new Bf16TileCall(rows, pairs, a, b, c, cStride, ahead);
        EmittedKernels.Code.Bf16Tile(rows, &call, add);
    }
}

/// <summary>
/// bfloat16 factors on processors that sum products of pairs: on some twice the rate of floats. Sums are single precision; denormal
/// operands and partial sums count as zero.
/// </summary>
internal readonly unsafe struct Bf16Kernel<V, TTile> : IProductKernel
    where V : struct, ILanes<V>
    where TTile : struct, IBf16Tile
{
    public static int TileRows => Bf16Code.TileRows;

    public static int TileColumns => Bf16Code.TileColumns;

    // A panel of the right factor takes 48 KB: the first-level cache of the processors that this is for. Even, so that
    // no pair is cut.
    public static int BlockDepth => 768;

    public static int BlockRows => 192;

    public static long PanelBytes(int width, int depth) => (long)width * Bf16Packing.Pairs(depth) * sizeof(uint);

    // Up to so many columns packing takes longer than what it saves.
    private const int DirectColumns = 1024;

    // Rows so many elements apart compete for the same sets of a cache.
    private const int PageElements = 2048;

    public static bool ReadsLeft(in Operand source, int columns, int depth) =>
        source.AlongDepth && columns <= DirectColumns && depth % 2 == 0 && source.Stride % 2 == 0 && source.Stride % PageElements != 0;

    public static bool ReadsRight(in Operand source, int columns, int depth) => false;

    public static void PackLeft(in Operand source, long first, int lines, long begin, int depth, byte* target) =>
        Bf16Packing.Pack<Lanes4>(source, TileRows, first, lines, begin, depth, target);

    public static void PackRight(in Operand source, long first, int lines, long begin, int depth, byte* target) =>
        Bf16Packing.Pack<Lanes8>(source, TileColumns, first, lines, begin, depth, target);

    public static bool TryThin(in Product product)
    {
        if (product.Rows > TileRows)
            return false;
        Bf16ThinProduct<V, TTile>.Run(product);
        return true;
    }

    public static int RowsOfTile(int height) => height;

    public static void Multiply(int rows, int depth, in LeftPanel left, in RightPanel right, float* c, long cStride, bool add, in LinesAhead ahead) =>
        TTile.Multiply(rows, Bf16Packing.Pairs(depth), left, (byte*)right.Data, c, cStride, add, ahead);
}
