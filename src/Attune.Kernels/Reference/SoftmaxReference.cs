namespace Attune.Kernels;

/// <summary><see cref="Softmax"/> in double precision.</summary>
public static class SoftmaxReference
{
    /// <inheritdoc cref="Softmax.Forward"/>
    public static void Forward(ReadOnlySpan<double> x, Span<double> y, int rows, int columns)
    {
        for (int row = 0; row < rows; row++)
        {
            double largest = double.NegativeInfinity, sum = 0;
            foreach (double value in x.Slice(row * columns, columns))
                largest = Math.Max(largest, value);
            foreach (double value in x.Slice(row * columns, columns))
                sum += Math.Exp(value - largest);
            for (int i = row * columns; i < (row + 1) * columns; i++)
                y[i] = Math.Exp(x[i] - largest) / sum;
        }
    }

    /// <inheritdoc cref="Softmax.Backward"/>
    public static void Backward(ReadOnlySpan<double> y, ReadOnlySpan<double> dy, Span<double> dx, int rows, int columns)
    {
        for (int row = 0; row < rows; row++)
        {
            double dot = 0;
            for (int i = row * columns; i < (row + 1) * columns; i++)
                dot += dy[i] * y[i];
            for (int i = row * columns; i < (row + 1) * columns; i++)
                dx[i] = y[i] * (dy[i] - dot);
        }
    }
}

/// <summary><see cref="LogSoftmax"/> in double precision.</summary>
public static class LogSoftmaxReference
{
    /// <inheritdoc cref="LogSoftmax.Forward"/>
    public static void Forward(ReadOnlySpan<double> x, Span<double> y, int rows, int columns)
    {
        for (int row = 0; row < rows; row++)
        {
            double largest = double.NegativeInfinity, sum = 0;
            foreach (double value in x.Slice(row * columns, columns))
                largest = Math.Max(largest, value);
            foreach (double value in x.Slice(row * columns, columns))
                sum += Math.Exp(value - largest);
            for (int i = row * columns; i < (row + 1) * columns; i++)
                y[i] = x[i] - largest - Math.Log(sum);
        }
    }

    /// <inheritdoc cref="LogSoftmax.Backward"/>
    public static void Backward(ReadOnlySpan<double> y, ReadOnlySpan<double> dy, Span<double> dx, int rows, int columns)
    {
        for (int row = 0; row < rows; row++)
        {
            double sum = 0;
            for (int i = row * columns; i < (row + 1) * columns; i++)
                sum += dy[i];
            for (int i = row * columns; i < (row + 1) * columns; i++)
                dx[i] = dy[i] - (Math.Exp(y[i]) * sum);
        }
    }
}
