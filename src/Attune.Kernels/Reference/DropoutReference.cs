namespace Attune.Kernels;

/// <summary>Dropout in double precision, with the draws of the kernel.</summary>
public static class DropoutReference
{
    /// <summary>y = x / (1 - p) where kept, else 0; see <see cref="Dropout.Apply"/>.</summary>
    public static void Apply(
        RandomKey key, double probability, ReadOnlySpan<double> x, Span<double> y, int rows, int columns, int firstRow = 0)
    {
        var draws = new float[columns];
        for (int row = 0; row < rows; row++)
        {
            PhiloxReference.Uniform(key, draws, firstRow + row);
            for (int column = 0; column < columns; column++)
            {
                int i = (row * columns) + column;
                y[i] = draws[column] < 1 - probability ? x[i] / (1 - probability) : 0;
            }
        }
    }
}
