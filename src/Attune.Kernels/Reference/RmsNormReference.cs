namespace Attune.Kernels;

/// <summary><see cref="RmsNorm"/> in double precision, as it stands in arXiv:1910.07467.</summary>
public static class RmsNormReference
{
    /// <inheritdoc cref="RmsNorm.Forward"/>
    public static void Forward(ReadOnlySpan<double> x, ReadOnlySpan<double> gain, Span<double> y, int rows, int columns, double epsilon)
    {
        for (int row = 0; row < rows; row++)
        {
            double inverse = InverseRootMeanSquare(x.Slice(row * columns, columns), epsilon);
            for (int i = 0; i < columns; i++)
                y[(row * columns) + i] = x[(row * columns) + i] * inverse * (gain.IsEmpty ? 1 : gain[i]);
        }
    }

    /// <inheritdoc cref="RmsNorm.ForwardResidual"/>
    public static void ForwardResidual(
        ReadOnlySpan<double> x, ReadOnlySpan<double> residual, ReadOnlySpan<double> gain, Span<double> sum, Span<double> y, int rows, int columns,
        double epsilon)
    {
        for (int i = 0; i < x.Length; i++)
            sum[i] = x[i] + residual[i];
        Forward(sum, gain, y, rows, columns, epsilon);
    }

    /// <inheritdoc cref="RmsNorm.Backward"/>
    public static void Backward(
        ReadOnlySpan<double> x, ReadOnlySpan<double> gain, ReadOnlySpan<double> dy, ReadOnlySpan<double> dSum, Span<double> dx,
        Span<double> dGain, int rows, int columns, double epsilon)
    {
        for (int row = 0; row < rows; row++)
        {
            int first = row * columns;
            double inverse = InverseRootMeanSquare(x.Slice(first, columns), epsilon);
            double meanGx = 0;
            for (int i = 0; i < columns; i++)
            {
                double normalized = x[first + i] * inverse;
                meanGx += dy[first + i] * (gain.IsEmpty ? 1 : gain[i]) * normalized / columns;
                if (!dGain.IsEmpty)
                    dGain[i] += dy[first + i] * normalized;
            }

            for (int i = 0; i < columns; i++)
            {
                double g = dy[first + i] * (gain.IsEmpty ? 1 : gain[i]);
                dx[first + i] = (inverse * (g - (x[first + i] * inverse * meanGx))) + (dSum.IsEmpty ? 0 : dSum[first + i]);
            }
        }
    }

    private static double InverseRootMeanSquare(ReadOnlySpan<double> row, double epsilon)
    {
        double squares = 0;
        foreach (double value in row)
            squares += value * value;
        return 1 / Math.Sqrt((squares / row.Length) + epsilon);
    }
}
