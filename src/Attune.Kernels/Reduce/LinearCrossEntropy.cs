using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>
/// <see cref="CrossEntropy"/> of the logits hidden weight^T, hidden [N, C], weight [V, C], without holding the logits: blocks of 1,024
/// rows by 2,048 classes (8 MiB) are computed, used and, for the gradient, computed again, unless the caller has memory for all of them.
/// E. Wijmans et al., arXiv:2411.09009, has the same for GPUs.
/// </summary>
/// <remarks>
/// The normalizer is carried from block to block of classes as the largest logit and the sum relative to it (M. Milakov, N. Gimelshein,
/// arXiv:1805.02867). The blocks of classes are fixed: a row's loss depends on the row only. Where both factors are bfloat16, dLogits are rounded to
/// bfloat16 too before they are multiplied, so that all three products are of the same kind.
/// </remarks>
public static unsafe class LinearCrossEntropy
{
    private const string Operation = "linear_cross_entropy";
    private const int BlockRows = 1024;
    private const int BlockClasses = 2048;

    // Where the weight of a block of classes is small, a thread takes so many rows through product and exponentials while their logits are in its second-level cache. A
    // large one would be read from the third-level cache for each part.
    private const int PartRows = 96;
    private const long PartWeightBytes = 3 << 19;

    private const int CacheLineFloats = 16;

    /// <summary>Floats of the logits of so many rows, block of classes by block of classes, rows of each from cache line to cache line.</summary>
    /// <param name="rows">N.</param>
    /// <param name="classes">V, at least 1.</param>
    public static long LogitsLength(int rows, int classes) => (classes + BlockClasses - 1L) / BlockClasses * rows * Stride(classes);

    /// <summary>Computes the loss and the log-normalizer of each row.</summary>
    /// <param name="hidden">[N, C], of floats or bfloat16.</param>
    /// <param name="weight">[V, C], of floats or bfloat16; V is at least 1.</param>
    /// <param name="labels">[N], from 0 to V - 1, or the ignored label.</param>
    /// <param name="loss">[N]; 0 for ignored rows.</param>
    /// <param name="logSumExp">[N], for the gradient.</param>
    /// <param name="options">Smoothing, z-loss, ignored label.</param>
    /// <param name="logits">Of <see cref="LogitsLength"/>: gets the logits, for the gradient; empty to keep none. The results have the same bits.</param>
    /// <exception cref="ArgumentException">A size does not fit. A label is not a class.</exception>
    public static void Forward(
        MatrixView hidden, MatrixView weight, ReadOnlySpan<int> labels, Span<float> loss, Span<float> logSumExp, CrossEntropyOptions options,
        Span<float> logits = default)
    {
        Check(hidden, weight, labels, loss, logSumExp, options);
        var (rows, classes, channels) = (hidden.Rows, weight.Rows, hidden.Columns);
        Expect.OptionalLength(Operation, "logits", LogitsLength(rows, classes), logits.Length);
        if (rows == 0)
            return;
        bool bothBf16 = hidden.IsBf16 && weight.IsBf16;
        int stride = Stride(classes);
        using var states = Scratch.Rent((long)rows * sizeof(RowState));
        new Span<RowState>(states.Bytes, rows).Fill(new RowState { Largest = float.NegativeInfinity });
        long packedBytes = RightFactor.PackedBytes(Math.Min(classes, BlockClasses), channels, bothBf16);
        bool byParts = rows >= 2 * PartRows * Workers.Count && packedBytes <= PartWeightBytes;
        using var packed = Scratch.Rent(byParts ? packedBytes : 0);
        fixed (float* pLoss = loss, pLogSumExp = logSumExp, pLogits = logits)
        fixed (int* pLabels = labels)
        fixed (byte* pHidden = hidden, pWeight = weight)
        {
            var right = weight.Transposed.Right(pWeight);
            for (int first = 0; first < classes; first += BlockClasses)
            {
                int columns = Math.Min(classes - first, BlockClasses);
                var block = right with { Data = (nint)right.At(first, 0) };
                var steps = new StateSteps
                {
                    Weight = new RightFactor(block, columns, channels, hidden.IsBf16, byParts ? packed.Bytes : null),
                    Hidden = hidden.Left(pHidden),
                    Logits = pLogits == null ? null : BlockAt(pLogits, first, rows, stride),
                    Rows = rows,
                    Path = KernelPaths.Current,
                    Kernel = new StateKernel
                    {
                        Labels = pLabels,
                        States = (RowState*)states.Bytes,
                        Stride = stride,
                        FirstClass = first,
                        Columns = columns,
                        NeedsMean = options.LabelSmoothing != 0,
                    },
                };
                if (byParts)
                    Workers.Run(ref steps, (rows + PartRows - 1) / PartRows);
                for (int row = 0; row < rows && !byParts; row += BlockRows)
                    steps.Run(row, Math.Min(BlockRows, rows - row));
            }

            var state = new Span<RowState>(states.Bytes, rows);
            for (int row = 0; row < rows; row++)
            {
                float logarithm = RowExponentials.Logarithm(state[row].Sum);
                pLogSumExp[row] = state[row].Largest + logarithm;
                pLoss[row] = pLabels[row] == options.IgnoredLabel
                    ? 0
                    : CrossEntropy.Loss(state[row].Largest, logarithm, state[row].Target, state[row].Total / classes, options);
            }
        }
    }

    /// <summary>
    /// Overwrites dHidden = dLogits weight, and adds dLogits^T hidden to dWeight or overwrites that too, with dLogits as in <see cref="CrossEntropy.Backward"/>.
    /// </summary>
    /// <param name="hidden">[N, C], of floats or bfloat16.</param>
    /// <param name="weight">[V, C], of floats or bfloat16; V is at least 1.</param>
    /// <param name="labels">[N].</param>
    /// <param name="logSumExp">[N], from the forward pass.</param>
    /// <param name="dLoss">[N].</param>
    /// <param name="dHidden">[N, C], or empty when not wanted; must not overlap the others.</param>
    /// <param name="dWeight">[V, C], or empty when not wanted; must not overlap the others.</param>
    /// <param name="options">As in the forward pass.</param>
    /// <param name="accumulate">True to add to dWeight, false to overwrite it.</param>
    /// <param name="logits">From the forward pass; empty to compute them again.</param>
    /// <exception cref="ArgumentException">A size does not fit, or memory overlaps. A label is not a class.</exception>
    public static void Backward(
        MatrixView hidden, MatrixView weight, ReadOnlySpan<int> labels, ReadOnlySpan<float> logSumExp, ReadOnlySpan<float> dLoss,
        Span<float> dHidden, Span<float> dWeight, CrossEntropyOptions options, bool accumulate = true, ReadOnlySpan<float> logits = default)
    {
        Check(hidden, weight, labels, dLoss, logSumExp, options);
        var (rows, classes, channels) = (hidden.Rows, weight.Rows, hidden.Columns);
        Expect.OptionalLength(Operation, "dHidden", (long)rows * channels, dHidden.Length);
        Expect.OptionalLength(Operation, "dWeight", (long)classes * channels, dWeight.Length);
        Apart("dHidden", dHidden, hidden, weight);
        Apart("dWeight", dWeight, hidden, weight);
        Expect.OptionalLength(Operation, "logits", LogitsLength(rows, classes), logits.Length);
        if (rows == 0 && !accumulate)
            dWeight.Clear();
        int stride = Stride(classes);
        long blockLength = (long)Math.Min(rows, BlockRows) * stride;
        bool isRounded = hidden.IsBf16 && weight.IsBf16;
        using var block = Scratch.Rent(isRounded && !logits.IsEmpty ? 0 : blockLength * sizeof(float));
        using var halves = Scratch.Rent(isRounded ? blockLength * sizeof(BFloat16) : 0);
        fixed (float* pLogSumExp = logSumExp, pDLoss = dLoss, pLogits = logits)
        fixed (int* pLabels = labels)
        {
            for (int row = 0; row < rows; row += BlockRows)
            {
                int count = Math.Min(rows - row, BlockRows);
                for (int first = 0; first < classes; first += BlockClasses)
                {
                    int columns = Math.Min(classes - first, BlockClasses);
                    float* x = pLogits == null ? block.Floats : BlockAt(pLogits, first, rows, stride) + ((long)row * stride);
                    var blockHidden = hidden.RowRange(row, count);
                    var blockWeight = weight.RowRange(first, columns);
                    if (pLogits == null)
                        MatMul.Run(blockHidden, blockWeight.Transposed, new Span<float>(block.Floats, count * stride), stride);
                    var kernel = new CrossEntropyGradient
                    {
                        Logits = x,
                        Stride = stride,
                        Labels = pLabels + row,
                        LogSumExp = pLogSumExp + row,
                        DLoss = pDLoss + row,
                        DLogits = block.Floats,
                        Rounded = isRounded ? (BFloat16*)halves.Bytes : null,
                        DStride = stride,
                        Columns = columns,
                        FirstClass = first,
                        Classes = classes,
                        Options = options,
                    };
                    Launch.Range(ref kernel, count, Launch.RowGrain(columns));

                    var dLogits = isRounded
                        ? new MatrixView(new ReadOnlySpan<BFloat16>(halves.Bytes, count * stride), count, columns, stride)
                        : new MatrixView(new ReadOnlySpan<float>(block.Floats, count * stride), count, columns, stride);
                    if (!dHidden.IsEmpty)
                        MatMul.Run(dLogits, blockWeight, dHidden[(row * channels)..], channels, new Epilogue { Accumulate = first > 0 });
                    if (!dWeight.IsEmpty)
                        MatMul.Run(dLogits.Transposed, blockHidden, dWeight[(first * channels)..], channels, new Epilogue { Accumulate = accumulate || row > 0 });
                }
            }
        }
    }

    /// <summary>From one row of a block to the next: whole cache lines, and no power of two, for which rows would compete for the same sets of a cache.</summary>
    private static int Stride(int classes) => ((Math.Min(classes, BlockClasses) + CacheLineFloats - 1) / CacheLineFloats * CacheLineFloats) + CacheLineFloats;

    /// <summary>Where the kept logits of the block that begins with a class are.</summary>
    private static float* BlockAt(float* logits, int firstClass, int rows, int stride) => logits + ((long)firstClass / BlockClasses * rows * stride);

    private static void Check(
        MatrixView hidden, MatrixView weight, ReadOnlySpan<int> labels, ReadOnlySpan<float> loss, ReadOnlySpan<float> logSumExp, CrossEntropyOptions options)
    {
        CrossEntropy.Check(Operation, labels, loss, logSumExp, hidden.Rows, weight.Rows, options);
        if (weight.Columns != hidden.Columns)
            throw new ArgumentException($"{Operation}: expected a weight [{weight.Rows}, {hidden.Columns}], got [{weight.Rows}, {weight.Columns}]");
    }

    private static void Apart(string name, ReadOnlySpan<float> gradient, MatrixView hidden, MatrixView weight)
    {
        if (hidden.Overlaps(gradient) || weight.Overlaps(gradient))
            throw new ArgumentException($"{Operation}: expected {name} that does not overlap hidden or weight");
    }

    /// <summary>Logits of one block of classes, and what they tell of the rows: of a part of them, or outside of a part by all threads.</summary>
    private struct StateSteps : IJob
    {
        public RightFactor Weight;
        public Operand Hidden;

        /// <summary>Where they go, or null.</summary>
        public float* Logits;

        public int Rows;
        public KernelPath Path;
        public StateKernel Kernel;

        public readonly void Run(int part)
        {
            using var samePath = KernelPaths.Use(Path);
            Run(part * PartRows, Math.Min(PartRows, Rows - (part * PartRows)));
        }

        public readonly void Run(int first, int count)
        {
            using var own = Scratch.Rent(Logits == null ? count * Kernel.Stride * sizeof(float) : 0);
            float* x = Logits == null ? own.Floats : Logits + (first * Kernel.Stride);
            Weight.Multiply(Hidden with { Data = (nint)Hidden.At(first, 0) }, count, x, Kernel.Stride, add: false);
            var kernel = Kernel with { Logits = x, Labels = Kernel.Labels + first, States = Kernel.States + first };
            Launch.Range(ref kernel, count, Launch.RowGrain(kernel.Columns));
        }
    }

    /// <summary>What is known of a row after some blocks of classes.</summary>
    private struct RowState
    {
        public double Sum;
        public double Total;
        public float Largest;
        public float Target;
    }

    private struct StateKernel : IRangeKernel
    {
        public float* Logits;
        public long Stride;
        public int* Labels;
        public RowState* States;
        public long FirstClass;
        public long Columns;
        public bool NeedsMean;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>(long begin, long end)
            where V : struct, ILanes<V>
        {
            for (long row = begin; row < end; row++)
            {
                float* x = Logits + (row * Stride);
                var state = States + row;
                float largest = RowMaximum.Of<V, Itself>(x, Columns);
                largest = float.IsNaN(largest) || largest > state->Largest ? largest : state->Largest;

                // A block of -infinity only, before any other: nothing to add, and no difference of infinities.
                if (largest != float.NegativeInfinity)
                    state->Sum = (state->Sum * Rescale(state->Largest - largest)) + RowExponentials.Sum<V>(x, largest, Columns);
                state->Largest = largest;
                if (NeedsMean)
                    state->Total += RowSum.Of<V, Element>(new Element(x), Columns);
                long target = Labels[row] - FirstClass;
                if (target >= 0 && target < Columns)
                    state->Target = x[target];
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static float Rescale(float difference) => Lanes1.First(VectorMath.Exp(new Lanes1(difference)));
    }
}
