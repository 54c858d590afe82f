namespace Attune.Kernels;

/// <summary><see cref="CrossEntropy"/> in double precision.</summary>
public static class CrossEntropyReference
{
    /// <inheritdoc cref="CrossEntropy.Forward"/>
    public static void Forward(
        ReadOnlySpan<double> logits, ReadOnlySpan<int> labels, Span<double> loss, Span<double> logSumExp, int rows, int classes,
        CrossEntropyOptions options)
    {
        CrossEntropy.CheckOptions("cross_entropy", labels, classes, options);
        var mean = new double[rows];
        LogSumExpReference.Forward(logits, logSumExp, rows, classes, 1);
        MeanReference.Forward(logits, mean, rows, classes, 1);
        for (int row = 0; row < rows; row++)
        {
            loss[row] = 0;
            if (labels[row] == options.IgnoredLabel)
                continue;
            double target = logSumExp[row] - logits[(row * classes) + labels[row]];
            double uniform = options.LabelSmoothing == 0 ? 0 : logSumExp[row] - mean[row];
            loss[row] = ((1 - options.LabelSmoothing) * target) + (options.LabelSmoothing * uniform)
                + (options.ZLoss * logSumExp[row] * logSumExp[row]);
        }
    }

    /// <inheritdoc cref="CrossEntropy.Backward"/>
    public static void Backward(
        ReadOnlySpan<double> logits, ReadOnlySpan<int> labels, ReadOnlySpan<double> logSumExp, ReadOnlySpan<double> dLoss, Span<double> dLogits,
        int rows, int classes, CrossEntropyOptions options)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < classes; i++)
            {
                double p = Math.Exp(logits[(row * classes) + i] - logSumExp[row]);
                double target = (i == labels[row] ? 1 - options.LabelSmoothing : 0) + (options.LabelSmoothing / classes);
                double gradient = dLoss[row] * ((p * (1 + (2 * options.ZLoss * logSumExp[row]))) - target);
                dLogits[(row * classes) + i] = labels[row] == options.IgnoredLabel ? 0 : gradient;
            }
        }
    }
}
