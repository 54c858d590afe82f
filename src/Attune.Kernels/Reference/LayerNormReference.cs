namespace Attune.Kernels;

/// <summary><see cref="LayerNorm"/> in double precision, as it stands in arXiv:1607.06450.</summary>
public static class LayerNormReference
{
    /// <inheritdoc cref="LayerNorm.Forward"/>
    public static void Forward(
        ReadOnlySpan<double> x, ReadOnlySpan<double> gain, ReadOnlySpan<double> bias, Span<double> y, int rows, int columns, double epsilon)
    {
        for (int row = 0; row < rows; row++)
        {
            var (mean, deviation) = Statistics(x.Slice(row * columns, columns), epsilon);
            for (int i = 0; i < columns; i++)
            {
                double normalized = (x[(row * columns) + i] - mean) / deviation;
                y[(row * columns) + i] = (normalized * (gain.IsEmpty ? 1 : gain[i])) + (bias.IsEmpty ? 0 : bias[i]);
            }
        }
    }

    /// <inheritdoc cref="LayerNorm.ForwardResidual"/>
    public static void ForwardResidual(
        ReadOnlySpan<double> x, ReadOnlySpan<double> residual, ReadOnlySpan<double> gain, ReadOnlySpan<double> bias, Span<double> sum,
        Span<double> y, int rows, int columns, double epsilon)
    {
        for (int i = 0; i < x.Length; i++)
            sum[i] = x[i] + residual[i];
        Forward(sum, gain, bias, y, rows, columns, epsilon);
    }

    /// <inheritdoc cref="LayerNorm.Backward"/>
    public static void Backward(
        ReadOnlySpan<double> x, ReadOnlySpan<double> gain, ReadOnlySpan<double> dy, ReadOnlySpan<double> dSum, Span<double> dx,
        Span<double> dGain, Span<double> dBias, int rows, int columns, double epsilon)
    {
        for (int row = 0; row < rows; row++)
        {
            int first = row * columns;
            var (mean, deviation) = Statistics(x.Slice(first, columns), epsilon);
            double meanG = 0, meanGx = 0;
            for (int i = 0; i < columns; i++)
            {
                double normalized = (x[first + i] - mean) / deviation;
                double g = dy[first + i] * (gain.IsEmpty ? 1 : gain[i]);
                meanG += g / columns;
                meanGx += g * normalized / columns;
                if (!dGain.IsEmpty)
                    dGain[i] += dy[first + i] * normalized;
                if (!dBias.IsEmpty)
                    dBias[i] += dy[first + i];
            }

            for (int i = 0; i < columns; i++)
            {
                double normalized = (x[first + i] - mean) / deviation;
                double g = dy[first + i] * (gain.IsEmpty ? 1 : gain[i]);
                dx[first + i] = ((g - meanG - (normalized * meanGx)) / deviation) + (dSum.IsEmpty ? 0 : dSum[first + i]);
            }
        }
    }

    private static (double Mean, double Deviation) Statistics(ReadOnlySpan<double> row, double epsilon)
    {
        double mean = 0;
        foreach (double value in row)
            mean += value;
        mean /= row.Length;
        double variance = 0;
        foreach (double value in row)
            variance += (value - mean) * (value - mean);
        return (mean, Math.Sqrt((variance / row.Length) + epsilon));
    }
}
