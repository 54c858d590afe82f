namespace Attune.Kernels;

/// <summary><see cref="LinearCrossEntropy"/> in double precision, by way of all logits.</summary>
public static class LinearCrossEntropyReference
{
    /// <inheritdoc cref="LinearCrossEntropy.Forward"/>
    /// <param name="rows">N.</param>
    /// <param name="channels">C.</param>
    /// <param name="classes">V, at least 1.</param>
    public static void Forward(
        ReadOnlySpan<double> hidden, ReadOnlySpan<double> weight, ReadOnlySpan<int> labels, Span<double> loss, Span<double> logSumExp, int rows,
        int channels, int classes, CrossEntropyOptions options) =>
        CrossEntropyReference.Forward(Logits(hidden, weight, rows, channels, classes), labels, loss, logSumExp, rows, classes, options);

    /// <inheritdoc cref="LinearCrossEntropy.Backward"/>
    /// <param name="rows">N.</param>
    /// <param name="channels">C.</param>
    /// <param name="classes">V, at least 1.</param>
    public static void Backward(
        ReadOnlySpan<double> hidden, ReadOnlySpan<double> weight, ReadOnlySpan<int> labels, ReadOnlySpan<double> logSumExp,
        ReadOnlySpan<double> dLoss, Span<double> dHidden, Span<double> dWeight, int rows, int channels, int classes, CrossEntropyOptions options)
    {
        var dLogits = new double[rows * classes];
        var logits = Logits(hidden, weight, rows, channels, classes);
        CrossEntropyReference.Backward(logits, labels, logSumExp, dLoss, dLogits, rows, classes, options);
        dHidden.Clear();
        for (int row = 0; row < rows; row++)
        {
            for (int k = 0; k < classes; k++)
            {
                for (int i = 0; i < channels; i++)
                {
                    if (!dHidden.IsEmpty)
                        dHidden[(row * channels) + i] += dLogits[(row * classes) + k] * weight[(k * channels) + i];
                    if (!dWeight.IsEmpty)
                        dWeight[(k * channels) + i] += dLogits[(row * classes) + k] * hidden[(row * channels) + i];
                }
            }
        }
    }

    private static double[] Logits(ReadOnlySpan<double> hidden, ReadOnlySpan<double> weight, int rows, int channels, int classes)
    {
        var logits = new double[rows * classes];
        for (int row = 0; row < rows; row++)
        {
            for (int k = 0; k < classes; k++)
            {
                for (int i = 0; i < channels; i++)
                    logits[(row * classes) + k] += hidden[(row * channels) + i] * weight[(k * channels) + i];
            }
        }

        return logits;
    }
}
