namespace Attune.Kernels;

/// <summary><see cref="BatchNorm"/> in double precision, as it stands in arXiv:1502.03167.</summary>
public static class BatchNormReference
{
    /// <inheritdoc cref="BatchNorm.Train"/>
    public static void Train(
        ReadOnlySpan<double> x, ReadOnlySpan<double> gain, ReadOnlySpan<double> bias, Span<double> y, Span<double> mean, Span<double> inverseDeviation,
        Span<double> runningMean, Span<double> runningVariance, int rows, int columns, double epsilon, double momentum)
    {
        var variance = new double[columns];
        MeanReference.Forward(x, mean, 1, rows, columns);
        VarianceReference.Forward(x, variance, 1, rows, columns, correction: 0);
        for (int j = 0; j < columns; j++)
        {
            if (!runningMean.IsEmpty)
                runningMean[j] = ((1 - momentum) * runningMean[j]) + (momentum * mean[j]);
            if (!runningVariance.IsEmpty)
                runningVariance[j] = ((1 - momentum) * runningVariance[j]) + (momentum * variance[j] * rows / (rows - 1));
        }

        Infer(x, gain, bias, mean, variance, y, inverseDeviation, rows, columns, epsilon);
    }

    /// <inheritdoc cref="BatchNorm.Infer"/>
    public static void Infer(
        ReadOnlySpan<double> x, ReadOnlySpan<double> gain, ReadOnlySpan<double> bias, ReadOnlySpan<double> mean, ReadOnlySpan<double> variance,
        Span<double> y, Span<double> inverseDeviation, int rows, int columns, double epsilon)
    {
        for (int j = 0; j < columns; j++)
            inverseDeviation[j] = 1 / Math.Sqrt(variance[j] + epsilon);
        for (int i = 0; i < rows * columns; i++)
        {
            int j = i % columns;
            double normalized = (x[i] - mean[j]) * inverseDeviation[j];
            y[i] = (normalized * (gain.IsEmpty ? 1 : gain[j])) + (bias.IsEmpty ? 0 : bias[j]);
        }
    }

    /// <inheritdoc cref="BatchNorm.Backward"/>
    public static void Backward(
        ReadOnlySpan<double> x, ReadOnlySpan<double> gain, ReadOnlySpan<double> mean, ReadOnlySpan<double> inverseDeviation, ReadOnlySpan<double> dy,
        Span<double> dx, Span<double> dGain, Span<double> dBias, int rows, int columns, bool training)
    {
        for (int j = 0; j < columns; j++)
        {
            double meanG = 0, meanGx = 0;
            for (int row = 0; row < rows; row++)
            {
                int i = (row * columns) + j;
                double normalized = (x[i] - mean[j]) * inverseDeviation[j];
                double g = dy[i] * (gain.IsEmpty ? 1 : gain[j]);
                meanG += g / rows;
                meanGx += g * normalized / rows;
                if (!dGain.IsEmpty)
                    dGain[j] += dy[i] * normalized;
                if (!dBias.IsEmpty)
                    dBias[j] += dy[i];
            }

            for (int row = 0; row < rows; row++)
            {
                int i = (row * columns) + j;
                double normalized = (x[i] - mean[j]) * inverseDeviation[j];
                double g = dy[i] * (gain.IsEmpty ? 1 : gain[j]);
                dx[i] = inverseDeviation[j] * (training ? g - meanG - (normalized * meanGx) : g);
            }
        }
    }
}
