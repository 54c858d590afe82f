namespace Attune.Kernels;

/// <summary>
/// <see cref="TopK"/> and <see cref="LogSumExp"/> of the logits hidden weight^T, hidden [N, C], weight [V, C], without holding the logits: those of some rows at a time are
/// computed and used while they are in the second-level cache. The bits are those of the separate operations.
/// </summary>
public static unsafe class LinearTopK
{
    private const string Operation = "linear_topk";

    // Logits of so many bytes stay in the second-level cache while the weight passes by.
    private const int BlockBytes = 1 << 20;

    // A multiple of the rows of a tile on every path; with fewer the weight is read too often.
    private const int LeastRows = 12;

    /// <summary>Computes values, indices and normalizers.</summary>
    /// <param name="hidden">[N, C].</param>
    /// <param name="weight">[V, C], transposed to [C, V] and packed.</param>
    /// <param name="values">[N, K], largest first.</param>
    /// <param name="indices">[N, K].</param>
    /// <param name="logSumExp">[N].</param>
    /// <param name="rows">N.</param>
    /// <param name="k">K, at most V.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void Forward(ReadOnlySpan<float> hidden, PackedMatrix weight, Span<float> values, Span<int> indices, Span<float> logSumExp, int rows, int k)
    {
        Expect.Size(Operation, nameof(rows), rows);
        if (k < 0 || k > weight.Columns)
            throw new ArgumentException($"{Operation}: expected k from 0 to {weight.Columns}, got {k}");
        Expect.Length(Operation, "hidden", (long)rows * weight.Rows, hidden.Length);
        Expect.Length(Operation, "values", (long)rows * k, values.Length);
        Expect.Length(Operation, "indices", (long)rows * k, indices.Length);
        Expect.Length(Operation, "logSumExp", rows, logSumExp.Length);
        weight.ExpectCurrentPath(isLeftBf16: false);
        if (rows == 0)
            return;
        int blockRows = Math.Max(1, BlockBytes / sizeof(float) / Math.Max(1, weight.Columns) / LeastRows) * LeastRows;

        // The last block takes up to half a block more: few rows by themselves take nearly as long as a block.
        int blocks = Math.Max(1, (rows + (blockRows / 2) - 1) / blockRows);
        fixed (float* pHidden = hidden, pValues = values, pLogSumExp = logSumExp)
        fixed (int* pIndices = indices)
        {
            var left = new MatrixView(hidden, rows, weight.Rows);
            var job = new Job
            {
                Product = MatMul.Describe(left, (byte*)pHidden, weight.Columns, c: null, weight.Columns, default, bias: null, residual: null) with { PackedRight = weight.Data },
                Values = pValues,
                Indices = pIndices,
                LogSumExp = pLogSumExp,
                BlockRows = blockRows,
                Blocks = blocks,
                K = k,
                Path = KernelPaths.Current,
            };

            // A block for each thread; where there are fewer, the threads share each of them.
            if (blocks >= Workers.Count)
                Workers.Run(ref job, blocks);
            else
                for (int block = 0; block < blocks; block++)
                    job.Run(block);
        }

        GC.KeepAlive(weight);
    }

    private struct Job : IJob
    {
        public Product Product;
        public float* Values;
        public int* Indices;
        public float* LogSumExp;
        public int BlockRows;
        public int Blocks;
        public int K;
        public KernelPath Path;

        public readonly void Run(int part)
        {
            using var samePath = KernelPaths.Use(Path);
            int first = part * BlockRows, rows = part == Blocks - 1 ? Product.Rows - first : BlockRows, classes = Product.Columns;
            using var logits = Scratch.Rent((long)rows * classes * sizeof(float));
            var action = new SingleProduct
            {
                Product = Product with
                {
                    Rows = rows,
                    Left = Product.Left with { Data = (nint)Product.Left.At(first, 0) },
                    C = logits.Floats,
                },
            };
            ProductPaths.Dispatch(ref action, ProductPaths.Choose(bothBf16: false));
            var kernel = new RowKernel
            {
                Logits = logits.Floats,
                Values = Values + ((long)first * K),
                Indices = Indices + ((long)first * K),
                LogSumExp = LogSumExp + first,
                Classes = classes,
                K = K,
            };
            Launch.Range(ref kernel, rows, Launch.RowGrain(classes));
        }
    }

    private struct RowKernel : IRangeKernel
    {
        public float* Logits;
        public float* Values;
        public int* Indices;
        public float* LogSumExp;
        public long Classes;
        public int K;

        public readonly void Run<V>(long begin, long end)
            where V : struct, ILanes<V>
        {
            for (long row = begin; row < end; row++)
            {
                float* x = Logits + (row * Classes);
                LogSumExp[row] = Kernels.LogSumExp.OfRow<V>(x, Classes);
                new TopKRow { X = x, Columns = Classes, K = K }.Find<V>(Values + (row * K), Indices + (row * K));
            }
        }
    }
}
