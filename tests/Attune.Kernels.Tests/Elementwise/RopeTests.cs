namespace Attune.Kernels.Tests;

public class RopeTests
{
    public static TheoryData<KernelPath, RotaryPairs> Cases
    {
        get
        {
            var data = new TheoryData<KernelPath, RotaryPairs>();
            foreach (var path in Paths.All)
            {
                data.Add(path, RotaryPairs.Halves);
                data.Add(path, RotaryPairs.Neighbours);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_dimension_is_rotated_as_in_the_reference(KernelPath path, RotaryPairs pairs)
    {
        using var scope = KernelPaths.Use(path);
        int[] positions = [5, 0, 3];
        const int Heads = 2;
        foreach (int dimension in Inputs.Lengths.Where(length => length % 3 == 0 || length is 64 or 128))
        {
            int rotated = dimension / 4 * 2 * (dimension % 2 + 1);
            var (cos, sin) = Tables(rotated, 6, pairs);
            int width = Heads * dimension;
            // Rows lie apart in a wider matrix, at an odd offset.
            float[] x = Inputs.Normal((3 * (width + 5)) + 1, dimension), y = UnaryTests.Fence(3 * width), back = new float[(3 * width) + 1];
            Rope.Forward(x.AsSpan(1), positions, cos, sin, y.AsSpan(0, 3 * width), Heads, dimension, rotated, pairs, xStride: width + 5);
            double[] packed = new double[3 * width], expected = new double[3 * width];
            for (int i = 0; i < packed.Length; i++)
                packed[i] = x[1 + (i / Math.Max(1, width) * (width + 5)) + (i % Math.Max(1, width))];
            RopeReference.Forward(packed, positions, Inputs.Wide(cos), Inputs.Wide(sin), expected, Heads, dimension, rotated, pairs);
            Close.AssertNmse(expected, y.AsSpan(0, 3 * width), $"rope of {rotated} of {dimension} on {path}");
            UnaryTests.AssertFence(y, 0, 3 * width);

            Rope.Backward(y.AsSpan(0, 3 * width), positions, cos, sin, back.AsSpan(1), Heads, dimension, rotated, pairs);
            RopeReference.Backward(Inputs.Wide(y.AsSpan(0, 3 * width)), positions, Inputs.Wide(cos), Inputs.Wide(sin), expected, Heads, dimension, rotated, pairs);
            Close.AssertNmse(expected, back.AsSpan(1), $"rope backward of {rotated} of {dimension} on {path}");
            // The rotation is orthogonal, so backward undoes forward.
            Close.AssertNmse(packed, back.AsSpan(1), $"rope and back of {rotated} of {dimension} on {path}");
        }
    }

    [Theory]
    [InlineData(RotaryPairs.Halves)]
    [InlineData(RotaryPairs.Neighbours)]
    public void Scores_depend_on_the_distance_of_positions_alone(RotaryPairs pairs)
    {
        var (cos, sin) = Tables(64, 100, pairs);
        float[] q = Inputs.Normal(64, 1), k = Inputs.Normal(64, 2);
        double near = Score(3, 10), far = Score(83, 90);
        // Angles up to 100 radians in tables of floats.
        Assert.Equal(near, far, 1e-5 * 64);

        double Score(int queryPosition, int keyPosition)
        {
            float[] rotatedQ = new float[64], rotatedK = new float[64];
            Rope.Forward(q, [queryPosition], cos, sin, rotatedQ, 1, 64, 64, pairs);
            Rope.Forward(k, [keyPosition], cos, sin, rotatedK, 1, 64, 64, pairs);
            return rotatedQ.Zip(rotatedK, (a, b) => (double)a * b).Sum();
        }
    }

    [Fact]
    public void A_quarter_turn_worked_by_hand()
    {
        // Frequency pi / 2: position 1 turns (1, 0) to (0, 1) and (0, 1) to (-1, 0).
        float[] cos = new float[4], sin = new float[4], y = new float[2];
        Rope.FillTables([Math.PI / 2], RotaryPairs.Halves, cos, sin, 2);
        Rope.Forward([1, 0], [1], cos, sin, y, 1, 2, 2, RotaryPairs.Halves);
        Assert.Equal(0, y[0], 1e-7);
        Assert.Equal(1, y[1], 1e-7);
        Rope.Forward([0, 1], [1], cos, sin, y, 1, 2, 2, RotaryPairs.Neighbours);
        Assert.Equal(-1, y[0], 1e-7);
        Assert.Equal(0, y[1], 1e-7);
    }

    [Fact]
    public void Frequencies_are_those_of_the_paper()
    {
        var frequencies = new double[4];
        Rope.Frequencies(frequencies, 10_000);
        Assert.Equal([1, 0.1, 0.01, 0.001], frequencies.Select(f => Math.Round(f, 12)));
    }

    [Theory]
    [InlineData(RotaryPairs.Halves)]
    [InlineData(RotaryPairs.Neighbours)]
    public void Paths_threads_place_and_other_rows_do_not_change_a_bit(RotaryPairs pairs)
    {
        const int Rows = 4096, Heads = 3, Dimension = 20, Rotated = 12, Width = Heads * Dimension;
        var (cos, sin) = Tables(Rotated, 64, pairs);
        int[] positions = Enumerable.Range(0, Rows).Select(row => row * 7 % 64).ToArray();
        float[] x = Inputs.Normal(Rows * Width, 1), expected = new float[Rows * Width];
        using (KernelPaths.Use(KernelPath.Scalar))
            Rope.Forward(x, positions, cos, sin, expected, Heads, Dimension, Rotated, pairs);
        foreach (var path in Paths.All)
        {
            using var scope = KernelPaths.Use(path);
            foreach (int threads in Paths.Threads)
            {
                using var workers = Workers.Use(threads);
                float[] y = [.. x];
                Rope.Forward(y, positions, cos, sin, y, Heads, Dimension, Rotated, pairs);
                Close.AssertSameBits(expected, y, $"{path}, {threads} threads, in place");
            }

            foreach (int rows in (int[])[1, 7])
            {
                var y = new float[rows * Width];
                Rope.Forward(x.AsSpan(100 * Width, rows * Width), positions.AsSpan(100, rows), cos, sin, y, Heads, Dimension, Rotated, pairs);
                Close.AssertSameBits(expected.AsSpan(100 * Width, rows * Width), y, $"{rows} rows on {path}");
            }
        }
    }

    [Fact]
    public void Wrong_sizes_and_positions_are_named()
    {
        float[] table = new float[8];
        Assert.Equal(
            "rope: expected an even number of rotated dimensions from 0 to 4, got 3",
            Message(() => Rope.Forward(new float[4], [0], table, table, new float[4], 1, 4, 3, default)));
        Assert.Equal(
            "rope: expected positions from 0 to 1, got 2 in row 0",
            Message(() => Rope.Forward(new float[4], [2], table, table, new float[4], 1, 4, 4, default)));
        Assert.Equal(
            "rope: expected x of at least 8, got 7",
            Message(() => Rope.Forward(new float[7], [0, 1], table, table, new float[8], 1, 4, 4, default)));
        Assert.Equal(
            "rope: expected rows of y at least 4 apart, got 3",
            Message(() => Rope.Forward(new float[8], [0, 1], table, table, new float[8], 1, 4, 4, default, yStride: 3)));

        static string Message(Action action) => Assert.Throws<ArgumentException>(action).Message;
    }

    private static (float[] Cos, float[] Sin) Tables(int rotated, int positions, RotaryPairs pairs)
    {
        var frequencies = new double[rotated / 2];
        Rope.Frequencies(frequencies, 10_000);
        var tables = (Cos: new float[rotated * positions], Sin: new float[rotated * positions]);
        Rope.FillTables(frequencies, pairs, tables.Cos, tables.Sin, positions);
        return tables;
    }
}
