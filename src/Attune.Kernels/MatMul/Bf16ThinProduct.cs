using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>
/// A product of few bfloat16 rows, which lasts as long as the right factor takes to be read: every thread packs a panel of
/// it into its own cache and multiplies it at once. The sums are those of <see cref="Bf16Kernel{V, TTile}"/>, bit for bit.
/// </summary>
internal static unsafe class Bf16ThinProduct<V, TTile>
    where V : struct, ILanes<V>
    where TTile : struct, IBf16Tile
{
    private const int PartBytes = 256 * 1024;

    private static int BlockDepth => Bf16Kernel<V, TTile>.BlockDepth;

    private static int Columns => Bf16Kernel<V, TTile>.TileColumns;

    public static void Run(in Product product)
    {
        int rows = product.Rows;
        using var left = Scratch.Rent(Bf16Kernel<V, TTile>.PanelBytes(rows, product.Depth));
        for (int begin = 0; begin < product.Depth; begin += BlockDepth)
        {
            int depth = Math.Min(BlockDepth, product.Depth - begin);
            Bf16Packing.Pack<Lanes4>(product.Left, rows, 0, rows, begin, depth, left.Bytes + Bf16Kernel<V, TTile>.PanelBytes(rows, begin));
        }

        int strips = (product.Columns + Columns - 1) / Columns;
        int stripsPerPart = (int)Math.Clamp(PartBytes / Bf16Kernel<V, TTile>.PanelBytes(Columns, product.Depth), 1, strips);
        fixed (Product* pointer = &product)
        {
            var job = new Job { Product = pointer, Left = left.Bytes, PartColumns = stripsPerPart * Columns };
            Workers.Run(ref job, (strips + stripsPerPart - 1) / stripsPerPart);
        }
    }

    private struct Job : IJob
    {
        public Product* Product;
        public byte* Left;
        public int PartColumns;

        [SkipLocalsInit]
        public readonly void Run(int part)
        {
            int rows = Product->Rows;
            float* tile = stackalloc float[Bf16Kernel<V, TTile>.TileRows * Columns];
            using var scratch = Scratch.Rent(Bf16Kernel<V, TTile>.PanelBytes(Columns, BlockDepth));
            int last = (int)Math.Min(Product->Columns, (part + 1L) * PartColumns);
            for (int column = part * PartColumns; column < last; column += Columns)
            {
                int width = Math.Min(Columns, last - column);
                float* c = Product->C + column;
                for (int begin = 0; begin < Product->Depth; begin += BlockDepth)
                {
                    int depth = Math.Min(BlockDepth, Product->Depth - begin), pairs = Bf16Packing.Pairs(depth);
                    var left = new LeftPanel((float*)(Left + Bf16Kernel<V, TTile>.PanelBytes(rows, begin)), 1, rows);
                    byte* right = Panel(column, width, begin, depth, scratch.Bytes);
                    bool add = begin > 0 || Product->Accumulate;

                    // Nothing more to fetch: the panel itself is in the cache.
                    var ahead = new LinesAhead((float*)right, 0);
                    if (width == Columns)
                    {
                        TTile.Multiply(rows, pairs, left, right, c, Product->CStride, add, ahead);
                        continue;
                    }

                    TTile.Multiply(rows, pairs, left, right, tile, Columns, add: false, ahead);
                    Product->StorePart<V>(tile, Columns, c, rows, width, add);
                }

                Product->Finish<V>(0, rows, column, width);
            }
        }

        private readonly byte* Panel(int column, int width, int begin, int depth, byte* scratch)
        {
            if (Product->PackedRight != null)
                return ProductDriver<V, Bf16Kernel<V, TTile>>.PackedAt(Product->PackedRight, Product->Columns, column, begin, depth);
            Bf16Kernel<V, TTile>.PackRight(Product->Right, column, width, begin, depth, scratch);
            return scratch;
        }
    }
}
