using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>
/// Cuts a matrix product into blocks that fit the caches and parts that threads share. The right factor is packed once
/// for all threads, or read from where it lies where it is small; a part is a block of rows of C times a range of its columns, and packs its rows
/// of the left factor itself. Where all rows fit a cache, a part takes all of them and packs its columns itself.
/// </summary>
/// <remarks>
/// Every element of C is computed by the same sequence of operations wherever the cuts lie: blocks of
/// <see cref="IProductKernel.BlockDepth"/> counted from depth 0, each summed from zero, added in order.
/// </remarks>
internal static unsafe class ProductDriver<V, TKernel>
    where V : struct, ILanes<V>
    where TKernel : struct, IProductKernel
{
    // The packed right factor should stay in the third-level cache.
    private const long SharedBytes = 8 << 20;

    // A part must be worth the handshake between threads: this many multiply-adds last about two microseconds.
    public const long PartWork = 64 * 1024;

    private const int PartsPerThread = 4;

    // Up to so many bytes all rows at one block of the depth stay in the second-level cache and meet every panel while it is there: packing panels for
    // all threads would be a detour through memory.
    private const long OwnBytes = 576 << 10;

    // Up to so many rows packing panels for all threads does not pay even where there are fewer of them than threads.
    private const int FewRows = 64;

    // A right factor of more bytes is not expected in the caches.
    private const long CachedBytes = 4 << 20;

    // Columns that a part packs for itself at a time: they stay in the second-level cache.
    private const int OwnColumns = 128;

    /// <summary>Size of a packed right factor.</summary>
    public static long PackedBytes(int columns, int depth)
    {
        long panels = Panels(columns);
        int rest = depth % TKernel.BlockDepth;
        return panels * ((depth / TKernel.BlockDepth * TKernel.PanelBytes(TKernel.TileColumns, TKernel.BlockDepth))
            + TKernel.PanelBytes(TKernel.TileColumns, rest));
    }

    /// <summary>The address of a panel of a packed right factor, where a block of the depth begins.</summary>
    public static byte* PackedAt(byte* packed, int columns, int column, int begin, int depth) =>
        packed + PackedBytes(columns, begin) + (column / TKernel.TileColumns * TKernel.PanelBytes(TKernel.TileColumns, depth));

    /// <summary>Packs columns [<paramref name="column"/>, + <paramref name="columns"/>) at depths [<paramref name="begin"/>, + <paramref name="depth"/>), a whole number of blocks or up to the end.</summary>
    public static void PackRight(in Operand right, int column, int columns, int begin, int depth, byte* target)
    {
        int blocks = Blocks(depth);
        int groups = (int)Math.Clamp((long)columns * Math.Min(depth, TKernel.BlockDepth) / PartWork * 4, 1, Panels(columns));
        int groupPanels = (Panels(columns) + groups - 1) / groups;
        groups = (Panels(columns) + groupPanels - 1) / groupPanels;
        var job = new PackJob
        {
            Right = Streamed(right, columns, depth),
            Column = column,
            Columns = columns,
            Begin = begin,
            Depth = depth,
            Target = target,
            Groups = groups,
            GroupColumns = groupPanels * TKernel.TileColumns,
        };
        Workers.Run(ref job, blocks * groups);
    }

    /// <summary>Computes the product.</summary>
    public static void Run(in Product product)
    {
        if (product.Depth == 0)
        {
            product.Clear();
            product.Finish<V>(0, product.Rows, 0, product.Columns);
            return;
        }

        if (TKernel.TryThin(product))
            return;

        if (product.PackedRight != null)
        {
            Compute(product, 0, product.Columns, 0, product.Depth, product.PackedRight);
            return;
        }

        if (DeepProduct<V, TKernel>.Fits(product))
        {
            DeepProduct<V, TKernel>.Run(product);
            return;
        }

        if (PacksOwn(product) || TKernel.ReadsRight(product.Right, product.Columns, product.Depth))
        {
            Compute(product, 0, product.Columns, 0, product.Depth, null);
            return;
        }

        long panelBytes = TKernel.PanelBytes(TKernel.TileColumns, Math.Min(product.Depth, TKernel.BlockDepth));
        int columnStep = (int)Math.Min(Panels(product.Columns), SharedBytes / panelBytes) * TKernel.TileColumns;
        int blockStep = (int)Math.Max(1, SharedBytes / (panelBytes * (columnStep / TKernel.TileColumns)));
        int depthStep = (int)Math.Min(product.Depth, (long)blockStep * TKernel.BlockDepth);
        using var shared = Scratch.Rent(PackedBytes(Math.Min(columnStep, product.Columns), depthStep));
        for (int column = 0; column < product.Columns; column += columnStep)
        {
            int columns = Math.Min(columnStep, product.Columns - column);
            for (int begin = 0; begin < product.Depth; begin += depthStep)
            {
                int depth = Math.Min(depthStep, product.Depth - begin);
                PackRight(product.Right, column, columns, begin, depth, shared.Bytes);
                Compute(product, column, columns, begin, depth, shared.Bytes);
            }
        }
    }

    /// <summary>True when parts take all rows and pack the columns that they need; a right factor that is the smaller one is read from where it lies if it can be.</summary>
    private static bool PacksOwn(in Product product) => product.PackedRight == null
        && TKernel.PanelBytes(product.Rows, Math.Min(product.Depth, TKernel.BlockDepth)) <= OwnBytes
        && (product.Rows <= FewRows || Panels(product.Columns) >= 2 * Workers.Count)
        && (product.Rows <= product.Depth || !TKernel.ReadsRight(product.Right, product.Columns, product.Depth));

    private static int Panels(int columns) => (columns + TKernel.TileColumns - 1) / TKernel.TileColumns;

    private static int Blocks(int depth) => (depth + TKernel.BlockDepth - 1) / TKernel.BlockDepth;

    private static void Compute(in Product product, int column, int columns, int begin, int depth, byte* right)
    {
        int threads = Workers.Count;
        long work = (long)product.Rows * columns * depth;
        int wanted = threads == 1 ? 1 : (int)Math.Clamp(work / PartWork, 1, threads * PartsPerThread);

        bool packsOwn = right == null && PacksOwn(product);
        int rowParts = packsOwn ? 1 : Math.Max((product.Rows + TKernel.BlockRows - 1) / TKernel.BlockRows, wanted);

        // Parts of the same rows pack them each for itself.
        if (packsOwn && !TKernel.ReadsLeft(product.Left, columns / threads, product.Depth))
            wanted = Math.Min(wanted, threads);
        int rows = RoundUp((product.Rows + rowParts - 1) / rowParts, TKernel.TileRows);
        rowParts = (product.Rows + rows - 1) / rows;
        int columnParts = Math.Clamp((wanted + rowParts - 1) / rowParts, 1, Panels(columns));
        int partColumns = RoundUp((columns + columnParts - 1) / columnParts, TKernel.TileColumns);
        columnParts = (columns + partColumns - 1) / partColumns;

        fixed (Product* pointer = &product)
        {
            var job = new ComputeJob
            {
                Product = pointer,
                Right = right,
                ReadsRight = right == null && !packsOwn,
                Column = column,
                Columns = columns,
                Begin = begin,
                Depth = depth,
                RowParts = rowParts,
                PartRows = rows,
                PartColumns = partColumns,
            };
            Workers.Run(ref job, rowParts * columnParts);
        }
    }

    /// <summary>A factor of so many lines and depths, marked when it is to be fetched ahead.</summary>
    private static Operand Streamed(in Operand operand, int lines, int depth) =>
        operand with { IsStreamed = (long)lines * depth * operand.ElementBytes > CachedBytes };

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;

    private struct PackJob : IJob
    {
        public Operand Right;
        public int Column;
        public int Columns;
        public int Begin;
        public int Depth;
        public byte* Target;
        public int Groups;
        public int GroupColumns;

        public readonly void Run(int part)
        {
            int begin = part / Groups * TKernel.BlockDepth;
            int depth = Math.Min(TKernel.BlockDepth, Depth - begin);
            int first = part % Groups * GroupColumns;
            int count = Math.Min(GroupColumns, Columns - first);
            TKernel.PackRight(Right, Column + first, count, Begin + begin, depth, PackedAt(Target, Columns, first, begin, depth));
        }
    }

    /// <summary>Rows of the left factor at one block of the depth: the first ones are read from where they lie, the others are packed.</summary>
    private struct RowBlock
    {
        public int Row;
        public int Rows;
        public int Direct;
        public byte* Packed;
    }

    /// <summary>Panels of the right factor at one block of the depth, packed or where they lie.</summary>
    private struct ColumnBlock
    {
        public byte* Data;

        /// <summary>Floats from one depth to the next.</summary>
        public long Step;

        /// <summary>From one panel to the next.</summary>
        public long PanelBytes;

        /// <summary>Floats from one line that is fetched ahead to the next: lines of a packed panel, depths of a stored one.</summary>
        public long LineStep;
    }

    private struct ComputeJob : IJob
    {
        public Product* Product;

        /// <summary>The packed right factor, or null: parts pack what they need, unless they read it from where it lies.</summary>
        public byte* Right;

        public bool ReadsRight;

        public int Column;
        public int Columns;
        public int Begin;
        public int Depth;
        public int RowParts;
        public int PartRows;
        public int PartColumns;

        public readonly void Run(int part)
        {
            int row = part % RowParts * PartRows;
            int rows = Math.Min(PartRows, Product->Rows - row);
            int first = part / RowParts * PartColumns;
            int columns = Math.Min(PartColumns, Columns - first);
            // Where rows are read from where they lie, those that fill no tile are still packed.
            int rest = rows % TKernel.TileRows;
            int direct = !TKernel.ReadsLeft(Product->Left, columns, Product->Depth) ? 0 : TKernel.RowsOfTile(rest) == rest ? rows : rows - rest;
            using var left = Scratch.Rent(RoundUp(rows - direct, TKernel.TileRows) / TKernel.TileRows * TKernel.PanelBytes(TKernel.TileRows, TKernel.BlockDepth));
            for (int begin = 0; begin < Depth; begin += TKernel.BlockDepth)
            {
                int depth = Math.Min(TKernel.BlockDepth, Depth - begin);
                if (direct < rows)
                    TKernel.PackLeft(Product->Left, row + direct, rows - direct, Begin + begin, depth, left.Bytes);
                var block = new RowBlock { Row = row, Rows = rows, Direct = direct, Packed = left.Bytes };
                if (Right != null)
                    Block(block, Column + first, columns, Begin + begin, depth, Packed(PackedAt(Right, Columns, first, begin, depth), depth));
                else if (ReadsRight)
                    Block(block, Column + first, columns, Begin + begin, depth, Stored(Column + first, Begin + begin));
                else
                    PackAndBlock(block, Column + first, columns, Begin + begin, depth);
            }
        }

        /// <summary>A packed block of rows times columns that are packed as they are needed.</summary>
        private readonly void PackAndBlock(in RowBlock block, int column, int columns, int begin, int depth)
        {
            var source = Streamed(Product->Right, Columns, Depth);
            using var right = Scratch.Rent(PackedBytes(Math.Min(columns, OwnColumns), depth));
            for (int j = 0; j < columns; j += OwnColumns)
            {
                int count = Math.Min(OwnColumns, columns - j);
                TKernel.PackRight(source, column + j, count, begin, depth, right.Bytes);
                Block(block, column + j, count, begin, depth, Packed(right.Bytes, depth));
            }
        }

        private static ColumnBlock Packed(byte* panels, int depth) => new()
        {
            Data = panels,
            Step = TKernel.TileColumns,
            PanelBytes = TKernel.PanelBytes(TKernel.TileColumns, depth),
            LineStep = Tile.CacheLineFloats,
        };

        private readonly ColumnBlock Stored(int column, int begin) => new()
        {
            Data = Product->Right.At(column, begin),
            Step = Product->Right.Stride,
            PanelBytes = TKernel.TileColumns * sizeof(float),
            LineStep = Product->Right.Stride,
        };

        /// <summary>A block of rows times panels of columns, one block of the depth.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Block(in RowBlock block, int column, int columns, int begin, int depth, ColumnBlock right)
        {
            int row = block.Row, rows = block.Rows;
            bool add = begin > 0 || Product->Accumulate;
            bool last = begin + depth == Product->Depth;
            long leftBytes = TKernel.PanelBytes(TKernel.TileRows, depth);
            var left = Product->Left;

            // While a panel is used, the next one comes from the shared cache, a slice a tile.
            long slice = Tile.LinesAhead(depth) * right.LineStep, end = depth * right.Step;
            for (int j = 0; j < columns; j += TKernel.TileColumns, right.Data += right.PanelBytes)
            {
                int width = Math.Min(TKernel.TileColumns, columns - j);
                byte* packed = block.Packed;
                long fetched = 0;
                for (int i = 0; i < rows; i += TKernel.TileRows)
                {
                    LeftPanel panel;
                    if (i < block.Direct)
                    {
                        panel = new LeftPanel((float*)left.At(row + i, begin), left.Stride * left.ElementBytes / sizeof(float), 1);
                    }
                    else
                    {
                        panel = new LeftPanel((float*)packed, 1, TKernel.TileRows);
                        packed += leftBytes;
                    }

                    var columnPanel = new RightPanel((float*)right.Data, right.Step);
                    var ahead = new LinesAhead((float*)(right.Data + right.PanelBytes) + fetched, right.LineStep);
                    fetched = fetched + slice < end ? fetched + slice : 0;
                    if (Product->Wanted != null)
                        ahead = Product->LinesWanted(((column + j) / TKernel.TileColumns * ((rows + TKernel.TileRows - 1) / TKernel.TileRows)) + (i / TKernel.TileRows), Tile.LinesAhead(depth));
                    float* c = Product->C + ((row + i) * Product->CStride) + column + j;
                    int height = Math.Min(TKernel.TileRows, rows - i);
                    if (height == TKernel.RowsOfTile(height) && width == TKernel.TileColumns)
                        TKernel.Multiply(height, depth, panel, columnPanel, c, Product->CStride, add, ahead);
                    else
                        BorderTile(depth, panel, columnPanel, c, height, width, add, ahead);

                    // While the tile is in the first-level cache.
                    if (last)
                        Product->Finish<V>(row + i, height, column + j, width);
                }
            }
        }

        /// <summary>A tile that sticks out of C: computed whole in a buffer, of which only what lies inside of C is used.</summary>
        [SkipLocalsInit]
        private readonly void BorderTile(
            int depth, in LeftPanel left, in RightPanel right, float* c, int height, int width, bool add, in LinesAhead ahead)
        {
            float* tile = stackalloc float[TKernel.TileRows * TKernel.TileColumns];
            TKernel.Multiply(TKernel.RowsOfTile(height), depth, left, right, tile, TKernel.TileColumns, add: false, ahead);
            Product->StorePart<V>(tile, TKernel.TileColumns, c, height, width, add);
        }
    }
}
