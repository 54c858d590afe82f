namespace Attune.Kernels;

/// <summary>Rotary position embedding in double precision.</summary>
public static class RopeReference
{
    /// <summary>Fills tables; arguments as of <see cref="Rope.FillTables"/>.</summary>
    public static void FillTables(
        ReadOnlySpan<double> frequencies, RotaryPairs pairs, Span<double> cos, Span<double> sin, int positions, double scale = 1)
    {
        int half = frequencies.Length;
        for (int position = 0; position < positions; position++)
        {
            for (int i = 0; i < half; i++)
            {
                int row = 2 * half * position;
                var (first, second) = pairs == RotaryPairs.Halves ? (row + i, row + half + i) : (row + (2 * i), row + (2 * i) + 1);
                cos[first] = cos[second] = scale * Math.Cos(position * frequencies[i]);
                sin[second] = scale * Math.Sin(position * frequencies[i]);
                sin[first] = -sin[second];
            }
        }
    }

    /// <summary>Rotates every head of every row; arguments as of <see cref="Rope.Forward"/>, tables in double.</summary>
    public static void Forward(
        ReadOnlySpan<double> x, ReadOnlySpan<int> positions, ReadOnlySpan<double> cos, ReadOnlySpan<double> sin, Span<double> y,
        int heads, int dimension, int rotated, RotaryPairs pairs) =>
        Rotate(x, positions, cos, sin, y, heads, dimension, rotated, pairs, 1);

    /// <summary>Rotates every head of every row back; arguments as of <see cref="Rope.Backward"/>, tables in double.</summary>
    public static void Backward(
        ReadOnlySpan<double> dy, ReadOnlySpan<int> positions, ReadOnlySpan<double> cos, ReadOnlySpan<double> sin, Span<double> dx,
        int heads, int dimension, int rotated, RotaryPairs pairs) =>
        Rotate(dy, positions, cos, sin, dx, heads, dimension, rotated, pairs, -1);

    private static void Rotate(
        ReadOnlySpan<double> x, ReadOnlySpan<int> positions, ReadOnlySpan<double> cos, ReadOnlySpan<double> sin, Span<double> y,
        int heads, int dimension, int rotated, RotaryPairs pairs, int direction)
    {
        if (rotated > 0)
            Expect.Indices("rope", positions, cos.Length / rotated, "positions");
        x.CopyTo(y);
        for (int row = 0; row < positions.Length; row++)
        {
            for (int head = 0; head < heads; head++)
            {
                for (int i = 0; i < rotated / 2; i++)
                {
                    var (first, second) = pairs == RotaryPairs.Halves ? (i, i + (rotated / 2)) : (2 * i, (2 * i) + 1);
                    double c = cos[(positions[row] * rotated) + first];
                    double s = direction * sin[(positions[row] * rotated) + second];
                    int start = ((row * heads) + head) * dimension;
                    var (a, b) = (x[start + first], x[start + second]);
                    y[start + first] = (a * c) - (b * s);
                    y[start + second] = (b * c) + (a * s);
                }
            }
        }
    }
}
