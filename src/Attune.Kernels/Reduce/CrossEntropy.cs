using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>Options of the cross-entropy losses.</summary>
/// <param name="LabelSmoothing">
/// The share s of the target that is spread evenly over all classes. C. Szegedy et al., arXiv:1512.00567, section 7.
/// </param>
/// <param name="ZLoss">The factor z of the square of the log-normalizer that is added to the loss. A. Chowdhery et al., arXiv:2204.02311, section 5.</param>
/// <param name="IgnoredLabel">Rows with this label have loss 0 and no gradient.</param>
public readonly record struct CrossEntropyOptions(double LabelSmoothing = 0, double ZLoss = 0, int IgnoredLabel = -100)
{
    /// <summary>No smoothing, no z-loss, label -100 ignored.</summary>
    public CrossEntropyOptions()
        : this(0)
    {
    }
}

/// <summary>
/// Softmax and cross-entropy in one: with logits x [N, V] and l = logsumexp(x) of a row,
/// loss = (1 - s) (l - x[label]) + s (l - mean(x)) + z l^2.
/// </summary>
/// <remarks>The differences are taken before the rounding of l: a large logit costs no accuracy. A row's bits depend on the row only.</remarks>
public static unsafe class CrossEntropy
{
    /// <summary>Computes the loss and the log-normalizer of each row.</summary>
    /// <param name="logits">[N, V].</param>
    /// <param name="labels">[N], from 0 to V - 1, or the ignored label.</param>
    /// <param name="loss">[N]; 0 for ignored rows.</param>
    /// <param name="logSumExp">[N], for the gradient.</param>
    /// <param name="rows">N.</param>
    /// <param name="classes">V, at least 1.</param>
    /// <param name="options">Smoothing, z-loss, ignored label.</param>
    /// <exception cref="ArgumentException">A length does not fit. A label is not a class.</exception>
    public static void Forward(
        ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, Span<float> loss, Span<float> logSumExp, int rows, int classes,
        CrossEntropyOptions options)
    {
        const string Operation = "cross_entropy";
        Check(Operation, labels, loss, logSumExp, rows, classes, options);
        Expect.Length(Operation, "logits", (long)rows * classes, logits.Length);
        fixed (float* pLogits = logits, pLoss = loss, pLogSumExp = logSumExp)
        fixed (int* pLabels = labels)
        {
            var kernel = new ForwardKernel { Logits = pLogits, Labels = pLabels, Loss = pLoss, LogSumExp = pLogSumExp, Classes = classes, Options = options };
            Launch.Range(ref kernel, rows, Launch.RowGrain(classes));
        }
    }

    /// <summary>
    /// Overwrites dLogits = dLoss (p (1 + 2 z l) - (1 - s) [label] - s / V) with p = exp(x - l); 0 in ignored rows.
    /// </summary>
    /// <param name="logits">[N, V].</param>
    /// <param name="labels">[N].</param>
    /// <param name="logSumExp">[N], from the forward pass.</param>
    /// <param name="dLoss">[N].</param>
    /// <param name="dLogits">[N, V]; may be <paramref name="logits"/>.</param>
    /// <param name="rows">N.</param>
    /// <param name="classes">V, at least 1.</param>
    /// <param name="options">As in the forward pass.</param>
    /// <exception cref="ArgumentException">A length does not fit, or memory overlaps in part. A label is not a class.</exception>
    public static void Backward(
        ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, ReadOnlySpan<float> logSumExp, ReadOnlySpan<float> dLoss, Span<float> dLogits,
        int rows, int classes, CrossEntropyOptions options)
    {
        const string Operation = "cross_entropy";
        Check(Operation, labels, dLoss, logSumExp, rows, classes, options);
        Expect.Length(Operation, "logits", (long)rows * classes, logits.Length);
        Expect.Length(Operation, "dLogits", logits.Length, dLogits.Length);
        Expect.SameOrApart(Operation, "dLogits", dLogits, "logits", logits);
        fixed (float* pLogits = logits, pDLogits = dLogits, pLogSumExp = logSumExp, pDLoss = dLoss)
        fixed (int* pLabels = labels)
        {
            var kernel = new CrossEntropyGradient
            {
                Logits = pLogits,
                Stride = classes,
                Labels = pLabels,
                LogSumExp = pLogSumExp,
                DLoss = pDLoss,
                DLogits = pDLogits,
                DStride = classes,
                Columns = classes,
                Classes = classes,
                Options = options,
            };
            Launch.Range(ref kernel, rows, Launch.RowGrain(classes));
        }
    }

    internal static void Check(
        string operation, ReadOnlySpan<int> labels, ReadOnlySpan<float> loss, ReadOnlySpan<float> logSumExp, int rows, int classes,
        CrossEntropyOptions options)
    {
        Expect.Size(operation, nameof(rows), rows);
        Expect.Size(operation, nameof(classes), classes, least: 1);
        Expect.Length(operation, "labels", rows, labels.Length);
        Expect.Length(operation, "loss", rows, loss.Length);
        Expect.Length(operation, "logSumExp", rows, logSumExp.Length);
        CheckOptions(operation, labels, classes, options);
    }

    /// <summary>Options within their ranges, and labels that they allow.</summary>
    internal static void CheckOptions(string operation, ReadOnlySpan<int> labels, int classes, CrossEntropyOptions options)
    {
        if (!(options.LabelSmoothing is >= 0 and <= 1))
            throw new ArgumentException($"{operation}: expected label smoothing from 0 to 1, got {options.LabelSmoothing}");
        Expect.Coefficient(operation, "z-loss", options.ZLoss);
        for (int row = 0; row < labels.Length; row++)
        {
            if ((uint)labels[row] >= (uint)classes && labels[row] != options.IgnoredLabel)
            {
                throw new ArgumentException(
                    $"{operation}: expected labels from 0 to {classes - 1} or {options.IgnoredLabel}, got {labels[row]} in row {row}");
            }
        }
    }

    /// <summary>The loss from the largest logit, log(sum(exp(x - largest))), the target's logit and the mean of all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static float Loss(float largest, float logarithm, float target, double mean, CrossEntropyOptions options)
    {
        double normalizer = (double)largest + logarithm;
        double loss = (double)largest - target + logarithm;
        if (options.LabelSmoothing != 0)
            loss = ((1 - options.LabelSmoothing) * loss) + (options.LabelSmoothing * (normalizer - mean));
        return (float)(loss + (options.ZLoss * normalizer * normalizer));
    }

    private struct ForwardKernel : IRangeKernel
    {
        public float* Logits;
        public int* Labels;
        public float* Loss;
        public float* LogSumExp;
        public long Classes;
        public CrossEntropyOptions Options;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>(long begin, long end)
            where V : struct, ILanes<V>
        {
            for (long row = begin; row < end; row++)
            {
                float* x = Logits + (row * Classes);
                float largest = RowMaximum.Of<V, Itself>(x, Classes);
                float logarithm = RowExponentials.Logarithm(RowExponentials.Sum<V>(x, largest, Classes));
                LogSumExp[row] = largest + logarithm;
                Loss[row] = 0;
                if (Labels[row] == Options.IgnoredLabel)
                    continue;
                double mean = Options.LabelSmoothing == 0 ? 0 : RowSum.Of<V, Element>(new Element(x), Classes) / Classes;
                Loss[row] = CrossEntropy.Loss(largest, logarithm, x[Labels[row]], mean, Options);
            }
        }
    }
}

/// <summary>The gradient of the logits of classes FirstClass to FirstClass + Columns - 1 of all rows; see <see cref="CrossEntropy.Backward"/>.</summary>
internal unsafe struct CrossEntropyGradient : IRangeKernel
{
    public float* Logits;

    /// <summary>Floats from one row of the logits to the next.</summary>
    public long Stride;

    public int* Labels;
    public float* LogSumExp;
    public float* DLoss;
    public float* DLogits;

    /// <summary>Where gradients of logits go rounded to bfloat16, instead of <see cref="DLogits"/>; or null.</summary>
    public BFloat16* Rounded;

    /// <summary>Elements from one row of their gradients to the next.</summary>
    public long DStride;

    public long Columns;
    public long FirstClass;
    public long Classes;
    public CrossEntropyOptions Options;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<V>(long begin, long end)
        where V : struct, ILanes<V>
    {
        long n = Columns;
        for (long row = begin; row < end; row++)
        {
            float* x = Logits + (row * Stride);
            float* dx = DLogits + (row * DStride);
            BFloat16* rounded = Rounded + (row * DStride);
            if (Labels[row] == Options.IgnoredLabel)
            {
                if (Rounded != null)
                    new Span<BFloat16>(rounded, (int)n).Clear();
                else
                    new Span<float>(dx, (int)n).Clear();
                continue;
            }

            long target = Labels[row] - FirstClass;
            bool isHere = target >= 0 && target < n;
            float normalizer = LogSumExp[row], dLoss = DLoss[row];
            float spread = (float)(Options.LabelSmoothing / Classes);
            float scale = (float)(1 + (2 * Options.ZLoss * normalizer));
            float atTarget = isHere ? x[target] : 0;
            V l = V.Create(normalizer), by = V.Create(scale), less = V.Create(-spread), d = V.Create(dLoss);
            for (long i = 0; i < n; i += V.Count)
            {
                var p = VectorMath.ExpFlushed(V.LoadUpTo(x + i, n - i) - l);
                var change = V.Fma(p, by, less) * d;
                if (Rounded != null)
                    Bf16Lanes.StoreUpTo(rounded + i, n - i, change);
                else
                    V.StoreUpTo(dx + i, n - i, change);
            }

            if (isHere && Rounded != null)
                rounded[target] = (BFloat16)(AtTarget(atTarget - normalizer, scale, spread) * dLoss);
            else if (isHere)
                dx[target] = AtTarget(atTarget - normalizer, scale, spread) * dLoss;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly float AtTarget(float logProbability, float scale, float spread)
    {
        float p = Lanes1.First(VectorMath.ExpFlushed(new Lanes1(logProbability)));
        return MathF.FusedMultiplyAdd(p, scale, (float)(Options.LabelSmoothing - 1) - spread);
    }
}
