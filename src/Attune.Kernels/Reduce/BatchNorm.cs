using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>
/// Batch normalization of each column of x [N, C]: y = (x - mean) / sqrt(variance + eps) * gain + bias, with the statistics of the N rows while
/// training and with running ones afterwards. S. Ioffe, C. Szegedy, arXiv:1502.03167, algorithms 1 and 2.
/// </summary>
/// <remarks>The one operation here whose rows depend on each other, and only while training. Statistics as in <see cref="Variance"/>.</remarks>
public static unsafe class BatchNorm
{
    private const string Operation = "batch_norm";

    /// <summary>Normalizes with the statistics of the batch and moves the running ones towards them.</summary>
    /// <param name="x">[N, C].</param>
    /// <param name="gain">[C], or empty for 1.</param>
    /// <param name="bias">[C], or empty for 0.</param>
    /// <param name="y">[N, C]; may be <paramref name="x"/>.</param>
    /// <param name="mean">[C], the batch's mean, for the gradient.</param>
    /// <param name="inverseDeviation">[C], 1 / sqrt(variance + eps), for the gradient.</param>
    /// <param name="runningMean">[C], becomes (1 - momentum) itself + momentum mean; or empty.</param>
    /// <param name="runningVariance">[C], the same with the unbiased variance; or empty.</param>
    /// <param name="rows">N, at least 1; with running statistics at least 2.</param>
    /// <param name="columns">C.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="momentum">The weight of this batch in the running statistics.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void Train(
        ReadOnlySpan<float> x, ReadOnlySpan<float> gain, ReadOnlySpan<float> bias, Span<float> y, Span<float> mean, Span<float> inverseDeviation,
        Span<float> runningMean, Span<float> runningVariance, int rows, int columns, float epsilon, float momentum)
    {
        Check(x, gain, rows, columns);
        Expect.Size(Operation, nameof(rows), rows, least: runningVariance.IsEmpty ? 1 : 2);
        Expect.OptionalLength(Operation, "bias", columns, bias.Length);
        Expect.Length(Operation, "y", x.Length, y.Length);
        Expect.SameOrApart(Operation, "y", y, "x", x);
        Expect.Length(Operation, "mean", columns, mean.Length);
        Expect.Length(Operation, "inverseDeviation", columns, inverseDeviation.Length);
        Expect.OptionalLength(Operation, "runningMean", columns, runningMean.Length);
        Expect.OptionalLength(Operation, "runningVariance", columns, runningVariance.Length);

        Mean.Forward(x, mean, 1, rows, columns);
        Variance.Forward(x, inverseDeviation, 1, rows, columns, correction: 0);
        if (!runningMean.IsEmpty)
            Move(runningMean, mean, momentum, 1);
        if (!runningVariance.IsEmpty)
            Move(runningVariance, inverseDeviation, momentum, rows / (rows - 1f));
        Invert(inverseDeviation, epsilon);
        Apply(x, gain, bias, mean, inverseDeviation, y, rows, columns);
    }

    /// <summary>Normalizes with given statistics; a row's bits depend on the row only.</summary>
    /// <param name="x">[N, C].</param>
    /// <param name="gain">[C], or empty for 1.</param>
    /// <param name="bias">[C], or empty for 0.</param>
    /// <param name="mean">[C].</param>
    /// <param name="variance">[C].</param>
    /// <param name="y">[N, C]; may be <paramref name="x"/>.</param>
    /// <param name="inverseDeviation">[C], 1 / sqrt(variance + eps), for the gradient.</param>
    /// <param name="rows">N.</param>
    /// <param name="columns">C.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void Infer(
        ReadOnlySpan<float> x, ReadOnlySpan<float> gain, ReadOnlySpan<float> bias, ReadOnlySpan<float> mean, ReadOnlySpan<float> variance,
        Span<float> y, Span<float> inverseDeviation, int rows, int columns, float epsilon)
    {
        Check(x, gain, rows, columns);
        Expect.OptionalLength(Operation, "bias", columns, bias.Length);
        Expect.Length(Operation, "mean", columns, mean.Length);
        Expect.Length(Operation, "variance", columns, variance.Length);
        Expect.Length(Operation, "y", x.Length, y.Length);
        Expect.SameOrApart(Operation, "y", y, "x", x);
        Expect.Length(Operation, "inverseDeviation", columns, inverseDeviation.Length);
        variance.CopyTo(inverseDeviation);
        Invert(inverseDeviation, epsilon);
        Apply(x, gain, bias, mean, inverseDeviation, y, rows, columns);
    }

    /// <summary>
    /// Overwrites dx, adds to dGain and dBias: with x^ = (x - mean) inverse and g = dy gain,
    /// dx = inverse (g - mean over rows of g - x^ mean over rows of g x^), dGain = sum over rows of dy x^, dBias = sum over rows of dy. With given
    /// statistics, which do not move with x, dx = inverse g.
    /// </summary>
    /// <param name="x">[N, C].</param>
    /// <param name="gain">[C], or empty for 1.</param>
    /// <param name="mean">[C], from the forward pass.</param>
    /// <param name="inverseDeviation">[C], from the forward pass.</param>
    /// <param name="dy">[N, C].</param>
    /// <param name="dx">[N, C]; may be <paramref name="dy"/> or <paramref name="x"/>.</param>
    /// <param name="dGain">[C], or empty when not wanted.</param>
    /// <param name="dBias">[C], or empty when not wanted.</param>
    /// <param name="rows">N.</param>
    /// <param name="columns">C.</param>
    /// <param name="training">True for the gradient of <see cref="Train"/>, false for that of <see cref="Infer"/>.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void Backward(
        ReadOnlySpan<float> x, ReadOnlySpan<float> gain, ReadOnlySpan<float> mean, ReadOnlySpan<float> inverseDeviation, ReadOnlySpan<float> dy,
        Span<float> dx, Span<float> dGain, Span<float> dBias, int rows, int columns, bool training)
    {
        Check(x, gain, rows, columns);
        Expect.Length(Operation, "mean", columns, mean.Length);
        Expect.Length(Operation, "inverseDeviation", columns, inverseDeviation.Length);
        Expect.Length(Operation, "dy", x.Length, dy.Length);
        Expect.Length(Operation, "dx", x.Length, dx.Length);
        Expect.SameOrApart(Operation, "dx", dx, "x", x);
        Expect.SameOrApart(Operation, "dx", dx, "dy", dy);
        Expect.OptionalLength(Operation, "dGain", columns, dGain.Length);
        Expect.OptionalLength(Operation, "dBias", columns, dBias.Length);

        using var scratch = Scratch.Rent(2L * columns * sizeof(float));
        var sumDy = new Span<float>(scratch.Floats, columns);
        var sumDyX = new Span<float>(scratch.Floats + columns, columns);
        fixed (float* pX = x, pGain = gain, pMean = mean, pInverse = inverseDeviation, pDy = dy, pDx = dx)
        {
            Fold.Run<Itself, SumOf>(pDy, null, null, scratch.Floats, 1, rows, columns);
            Fold.Run<ProductWithDeviation, SumOf>(pX, pDy, pMean, scratch.Floats + columns, 1, rows, columns);
            TensorPrimitives.Multiply(sumDyX, inverseDeviation, sumDyX);
            if (!dBias.IsEmpty)
                TensorPrimitives.Add(dBias, sumDy, dBias);
            if (!dGain.IsEmpty)
                TensorPrimitives.Add(dGain, sumDyX, dGain);

            var kernel = new BackwardKernel
            {
                X = pX,
                Gain = pGain,
                Mean = pMean,
                Inverse = pInverse,
                SumDy = training ? scratch.Floats : null,
                SumDyX = scratch.Floats + columns,
                Dy = pDy,
                Dx = pDx,
                Rows = rows,
                Columns = columns,
            };
            Launch.Range(ref kernel, rows, Launch.RowGrain(columns));
        }
    }

    private static void Check(ReadOnlySpan<float> x, ReadOnlySpan<float> gain, int rows, int columns)
    {
        Expect.Size(Operation, nameof(rows), rows);
        Expect.Size(Operation, nameof(columns), columns);
        Expect.Length(Operation, "x", (long)rows * columns, x.Length);
        Expect.OptionalLength(Operation, "gain", columns, gain.Length);
    }

    private static void Move(Span<float> running, ReadOnlySpan<float> batch, float momentum, float factor)
    {
        for (int i = 0; i < running.Length; i++)
            running[i] = ((1 - momentum) * running[i]) + (momentum * (batch[i] * factor));
    }

    private static void Invert(Span<float> variance, float epsilon)
    {
        for (int i = 0; i < variance.Length; i++)
            variance[i] = (float)(1 / Math.Sqrt((double)variance[i] + epsilon));
    }

    private static void Apply(
        ReadOnlySpan<float> x, ReadOnlySpan<float> gain, ReadOnlySpan<float> bias, ReadOnlySpan<float> mean, ReadOnlySpan<float> inverse, Span<float> y,
        int rows, int columns)
    {
        fixed (float* pX = x, pGain = gain, pBias = bias, pMean = mean, pInverse = inverse, pY = y)
        {
            var kernel = new ApplyKernel { X = pX, Gain = pGain, Bias = pBias, Mean = pMean, Inverse = pInverse, Y = pY, Columns = columns };
            Launch.Range(ref kernel, rows, Launch.RowGrain(columns));
        }
    }

    private struct ApplyKernel : IRangeKernel
    {
        public float* X;
        public float* Gain;
        public float* Bias;
        public float* Mean;
        public float* Inverse;
        public float* Y;
        public long Columns;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>(long begin, long end)
            where V : struct, ILanes<V>
        {
            for (long row = begin; row < end; row++)
            {
                for (long j = 0; j < Columns; j += V.Count)
                {
                    long rest = Columns - j, at = (row * Columns) + j;
                    var value = (V.LoadUpTo(X + at, rest) - V.LoadUpTo(Mean + j, rest)) * V.LoadUpTo(Inverse + j, rest);
                    if (Gain != null)
                        value *= V.LoadUpTo(Gain + j, rest);
                    if (Bias != null)
                        value += V.LoadUpTo(Bias + j, rest);
                    V.StoreUpTo(Y + at, rest, value);
                }
            }
        }
    }

    private struct BackwardKernel : IRangeKernel
    {
        public float* X;
        public float* Gain;
        public float* Mean;
        public float* Inverse;

        // Null with given statistics.
        public float* SumDy;
        public float* SumDyX;
        public float* Dy;
        public float* Dx;
        public long Rows;
        public long Columns;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>(long begin, long end)
            where V : struct, ILanes<V>
        {
            V share = V.Create(1f / Rows);
            for (long row = begin; row < end; row++)
            {
                for (long j = 0; j < Columns; j += V.Count)
                {
                    long rest = Columns - j, at = (row * Columns) + j;
                    var inverse = V.LoadUpTo(Inverse + j, rest);
                    var scale = Gain == null ? inverse : inverse * V.LoadUpTo(Gain + j, rest);
                    var dy = V.LoadUpTo(Dy + at, rest);
                    if (SumDy != null)
                    {
                        var normalized = (V.LoadUpTo(X + at, rest) - V.LoadUpTo(Mean + j, rest)) * inverse;
                        dy = dy - (V.LoadUpTo(SumDy + j, rest) * share) - (normalized * (V.LoadUpTo(SumDyX + j, rest) * share));
                    }

                    V.StoreUpTo(Dx + at, rest, dy * scale);
                }
            }
        }
    }
}
