using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>
/// Products that are much deeper than C is large, such as the gradients of small weights, which are sums over all rows of a batch. Threads share out the blocks of the
/// depth, so each block of both factors is read once, by one thread, and stays in its second-level cache. The sums of the blocks are then added in order: the bits
/// are those of <see cref="ProductDriver{V, TKernel}"/>. During a block the right factor of the next one is fetched, which as a rule was made long ago (activations).
/// </summary>
internal static unsafe class DeepProduct<V, TKernel>
    where V : struct, ILanes<V>
    where TKernel : struct, IProductKernel
{
    // The sums of a block should stay in the second-level cache beside its factors.
    private const long SumBytes = 384 << 10;

    // Blocks whose sums are held at once.
    private const int RoundBlocks = 32;

    /// <summary>True when a product is one of these.</summary>
    public static bool Fits(in Product product) =>
        product.Depth >= 2 * TKernel.BlockDepth && Sums(product) * sizeof(float) <= SumBytes && product.Depth >= 4L * Math.Max(product.Rows, product.Columns);

    /// <summary>Computes the product.</summary>
    public static void Run(in Product product)
    {
        int blocks = (product.Depth + TKernel.BlockDepth - 1) / TKernel.BlockDepth;
        using var sums = Scratch.Rent((Math.Min(blocks, RoundBlocks) - 1) * Sums(product) * sizeof(float));
        fixed (Product* pointer = &product)
        {
            for (int first = 0; first < blocks; first += RoundBlocks)
            {
                int count = Math.Min(RoundBlocks, blocks - first);
                var blockJob = new BlockJob { Product = pointer, Sums = sums.Floats, First = first };
                Workers.Run(ref blockJob, count);
                var foldJob = new FoldJob { Product = pointer, Sums = sums.Floats, Count = count, IsLast = first + count == blocks };
                Workers.Run(ref foldJob, (product.Rows + TKernel.TileRows - 1) / TKernel.TileRows);
            }
        }
    }

    private static long Sums(in Product product) => (long)product.Rows * product.Columns;

    /// <summary>A part is a block of the depth: the first one of a round is summed or added to C, the others go to buffers.</summary>
    private struct BlockJob : IJob
    {
        public Product* Product;
        public float* Sums;
        public int First;

        public readonly void Run(int part)
        {
            var block = *Product;
            int begin = (First + part) * TKernel.BlockDepth;
            block.Depth = Math.Min(TKernel.BlockDepth, Product->Depth - begin);
            block.Left = block.Left with { Data = (nint)block.Left.At(0, begin) };
            block.Right = block.Right with { Data = (nint)block.Right.At(0, begin), IsStreamed = true };
            int next = Math.Min(TKernel.BlockDepth, Product->Depth - begin - block.Depth);
            if (next > 0 && !block.Right.AlongDepth)
            {
                block.Wanted = block.Right.At(0, block.Depth);
                block.WantedBytes = block.Right.Stride * next * block.Right.ElementBytes;
            }

            block.Bias = block.Residual = null;
            block.Activation = Activation.None;
            block.Accumulate |= First > 0;
            if (part > 0)
            {
                block.C = Sums + ((part - 1) * DeepProduct<V, TKernel>.Sums(*Product));
                block.CStride = block.Columns;
                block.Accumulate = false;
            }

            ProductDriver<V, TKernel>.Run(block);
        }
    }

    /// <summary>A part is some rows of C, to which the sums of a round's other blocks are added.</summary>
    private struct FoldJob : IJob
    {
        public Product* Product;
        public float* Sums;
        public int Count;
        public bool IsLast;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int part)
        {
            int first = part * TKernel.TileRows, end = Math.Min(Product->Rows, first + TKernel.TileRows), columns = Product->Columns;
            long step = DeepProduct<V, TKernel>.Sums(*Product);
            for (int row = first; row < end; row++)
            {
                float* c = Product->C + (row * Product->CStride), sums = Sums + ((long)row * columns);
                for (int j = 0; j < columns; j += V.Count)
                {
                    V sum = V.LoadUpTo(c + j, columns - j);
                    for (int block = 0; block < Count - 1; block++)
                        sum += V.LoadUpTo(sums + (block * step) + j, columns - j);
                    V.StoreUpTo(c + j, columns - j, sum);
                }
            }

            if (IsLast)
                Product->Finish<V>(first, end - first, 0, columns);
        }
    }
}
