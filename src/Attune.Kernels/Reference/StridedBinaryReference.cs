using System.Numerics;

namespace Attune.Kernels;

/// <summary><see cref="StridedBinary"/> one number at a time, for double precision and for whole numbers.</summary>
public static class StridedBinaryReference
{
    /// <inheritdoc cref="StridedBinary.Run"/>
    public static void Run<T>(
        BinaryFunction function,
        ReadOnlySpan<T> a,
        ReadOnlySpan<int> aStrides,
        ReadOnlySpan<T> b,
        ReadOnlySpan<int> bStrides,
        Span<T> y,
        ReadOnlySpan<int> sizes)
        where T : struct, INumber<T>
    {
        var loop = StridedLoop.Create("binary", sizes, aStrides, a.Length, bStrides, b.Length);
        if (loop.Rows * loop.Columns != y.Length)
            throw new ArgumentException($"binary: expected a result of {loop.Rows * loop.Columns} elements, got {y.Length}");
        int i = 0;
        for (long row = 0; row < loop.Rows; row++)
        {
            loop.Locate(row, out long aPlace, out long bPlace, out _);
            for (int column = 0; column < loop.Columns; column++)
            {
                y[i++] = Apply(function, a[(int)aPlace], b[(int)bPlace]);
                aPlace += loop.ColumnStride(0);
                bPlace += loop.ColumnStride(1);
            }
        }
    }

    private static T Apply<T>(BinaryFunction function, T a, T b)
        where T : struct, INumber<T> => function switch
        {
            BinaryFunction.Add => AddFunction.Apply1(a, b),
            BinaryFunction.Subtract => SubtractFunction.Apply1(a, b),
            BinaryFunction.Multiply => MultiplyFunction.Apply1(a, b),
            BinaryFunction.Divide => DivideFunction.Apply1(a, b),
            BinaryFunction.Maximum => MaximumFunction.Apply1(a, b),
            BinaryFunction.Minimum => MinimumFunction.Apply1(a, b),
            BinaryFunction.Equal => EqualFunction.Apply1(a, b),
            BinaryFunction.NotEqual => NotEqualFunction.Apply1(a, b),
            BinaryFunction.Less => LessFunction.Apply1(a, b),
            BinaryFunction.LessOrEqual => LessOrEqualFunction.Apply1(a, b),
            BinaryFunction.Greater => GreaterFunction.Apply1(a, b),
            _ => GreaterOrEqualFunction.Apply1(a, b),
        };
}
