namespace Attune.Kernels;

/// <summary><see cref="TopK"/> in double precision, by sorting.</summary>
public static class TopKReference
{
    /// <inheritdoc cref="TopK.Forward"/>
    public static void Forward(ReadOnlySpan<double> x, Span<double> values, Span<int> indices, int rows, int columns, int k)
    {
        for (int row = 0; row < rows; row++)
        {
            var numbers = x.Slice(row * columns, columns).ToArray();
            var order = Enumerable.Range(0, columns)
                .OrderByDescending(i => double.IsNaN(numbers[i]))
                .ThenByDescending(i => numbers[i] == 0 ? 0 : numbers[i])
                .ThenBy(i => i)
                .ToArray();
            for (int i = 0; i < k; i++)
            {
                indices[(row * k) + i] = order[i];
                values[(row * k) + i] = numbers[order[i]];
            }
        }
    }

    /// <inheritdoc cref="TopK.Backward"/>
    public static void Backward(ReadOnlySpan<double> dValues, ReadOnlySpan<int> indices, Span<double> dx, int rows, int columns, int k)
    {
        dx.Clear();
        for (int i = 0; i < rows * k; i++)
            dx[(i / k * columns) + indices[i]] = dValues[i];
    }
}
