namespace Attune.Kernels;

/// <summary><see cref="SparseMatMul"/> in double precision.</summary>
public static class SparseMatMulReference
{
    /// <inheritdoc cref="SparseMatMul.Forward"/>
    public static void Forward(
        ReadOnlySpan<int> offsets, ReadOnlySpan<int> columns, ReadOnlySpan<double> values, ReadOnlySpan<double> x, Span<double> y, int rows, int depth,
        int channels)
    {
        Expect.Offsets("sparse_matmul", offsets, rows, columns.Length);
        Expect.Indices("sparse_matmul", columns, depth, "columns");
        y.Clear();
        for (int row = 0; row < rows; row++)
        {
            for (int e = offsets[row]; e < offsets[row + 1]; e++)
            {
                for (int j = 0; j < channels; j++)
                    y[(row * channels) + j] += values[e] * x[(columns[e] * channels) + j];
            }
        }
    }

    /// <inheritdoc cref="SparseMatMul.Backward"/>
    public static void Backward(
        ReadOnlySpan<int> offsets, ReadOnlySpan<int> columns, ReadOnlySpan<double> values, ReadOnlySpan<double> x, ReadOnlySpan<double> dy,
        Span<double> dValues, Span<double> dx, int rows, int depth, int channels)
    {
        dValues.Clear();
        dx.Clear();
        for (int row = 0; row < rows; row++)
        {
            for (int e = offsets[row]; e < offsets[row + 1]; e++)
            {
                for (int j = 0; j < channels; j++)
                {
                    if (!dValues.IsEmpty)
                        dValues[e] += dy[(row * channels) + j] * x[(columns[e] * channels) + j];
                    if (!dx.IsEmpty)
                        dx[(columns[e] * channels) + j] += values[e] * dy[(row * channels) + j];
                }
            }
        }
    }
}
