namespace Attune.Kernels.Tests;

public class LayerNormTests
{
    private const float Epsilon = 1e-5f;

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void It_agrees_with_the_reference_at_every_length(KernelPath path)
    {
        using var _ = KernelPaths.Use(path);
        foreach (int columns in Inputs.Lengths.Concat([1023, 1024, 1025, 5000]))
            Compare(Inputs.Normal(3 * columns, columns), 3, columns, affine: columns % 3, Epsilon);
    }

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void With_a_residual_it_agrees_with_the_reference_at_every_length(KernelPath path)
    {
        using var _ = KernelPaths.Use(path);
        foreach (int columns in Inputs.Lengths)
        {
            var (x, residual) = (Inputs.Normal(3 * columns, columns), Inputs.Normal(3 * columns, 11));
            var (gain, bias) = (Inputs.Normal(columns, 12), Inputs.Normal(columns, 13));
            var (sum, y) = (new float[x.Length], new float[x.Length]);
            var (sumReference, yReference) = (new double[x.Length], new double[x.Length]);
            LayerNormReference.ForwardResidual(
                Inputs.Wide(x), Inputs.Wide(residual), Inputs.Wide(gain), Inputs.Wide(bias), sumReference, yReference, 3, columns, Epsilon);
            LayerNorm.ForwardResidual(x, residual, gain, bias, sum, y, 3, columns, Epsilon);
            Close.AssertNmse(sumReference, sum, $"sum [3, {columns}]");
            Close.AssertNmse(yReference, y, $"y [3, {columns}]");
        }
    }

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void A_mean_far_larger_than_the_deviation_costs_no_accuracy(KernelPath path)
    {
        using var _ = KernelPaths.Use(path);
        var x = Inputs.Normal(2 * 777, 1);
        for (int i = 0; i < x.Length; i++)
            x[i] += 10_000;
        Compare(x, 2, 777, affine: 1, Epsilon);
    }

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void Rows_of_100_000_elements_are_accurate(KernelPath path)
    {
        using var _ = KernelPaths.Use(path);
        Compare(Inputs.Normal(100_003, 2, scale: 3), 1, 100_003, affine: 2, Epsilon);
    }

    [Fact]
    public void A_large_output_written_past_the_caches_has_the_same_bits()
    {
        const int Columns = 1024, Rows = 8200;
        var x = Inputs.Normal(Rows * Columns, 3);
        var y = new PinnedBuffer((long)x.Length * sizeof(float)).Span<float>();
        LayerNorm.Forward(x, default, default, y, Rows, Columns, Epsilon);
        var few = new float[100 * Columns];
        LayerNorm.Forward(x.AsSpan(0, few.Length), default, default, few, 100, Columns, Epsilon);
        Close.AssertSameBits(few, y[..few.Length], "the first rows");
    }

    [Fact]
    public void Special_values_spoil_their_row_and_no_other()
    {
        foreach (float special in Inputs.Special)
        {
            var x = Inputs.Normal(3 * 20, 4);
            var clean = Forward(x, default, default, 3, 20);
            x[25] = special;
            var y = Forward(x, default, default, 3, 20);
            Close.AssertSameBits(clean.AsSpan(0, 20), y.AsSpan(0, 20), "the row before");
            Close.AssertSameBits(clean.AsSpan(40), y.AsSpan(40), "the row after");
            if (!float.IsFinite(special))
                Assert.All(y[20..40], value => Assert.True(float.IsNaN(value)));
        }
    }

    [Fact]
    public void Memory_beyond_a_row_is_neither_used_nor_changed()
    {
        foreach (int columns in Inputs.Lengths.Where(n => n > 0))
        {
            var x = new float[columns + 40];
            Array.Fill(x, float.NaN);
            var row = Inputs.Normal(columns, columns);
            row.CopyTo(x, 3);
            var y = new float[columns + 40];
            Array.Fill(y, 7);
            LayerNorm.Forward(x.AsSpan(3, columns), default, default, y.AsSpan(5, columns), 1, columns, Epsilon);
            Close.AssertSameBits(Forward(row, default, default, 1, columns), y.AsSpan(5, columns), "an odd address");
            Assert.All(y[..5].Concat(y[(5 + columns)..]), value => Assert.Equal(7, value));
        }
    }

    [Fact]
    public void The_result_may_take_the_place_of_the_input()
    {
        var x = Inputs.Normal(5 * 77, 5);
        var (gain, bias) = (Inputs.Normal(77, 6), Inputs.Normal(77, 7));
        var expected = Forward(x, gain, bias, 5, 77);
        LayerNorm.Forward(x, gain, bias, x, 5, 77, Epsilon);
        Close.AssertSameBits(expected, x, "in place");
    }

    [Fact]
    public void A_residual_is_added_first_and_its_gradient_joins()
    {
        const int Rows = 4, Columns = 45;
        var (x, residual) = (Inputs.Normal(Rows * Columns, 8), Inputs.Normal(Rows * Columns, 9));
        var (sum, y) = (new float[x.Length], new float[x.Length]);
        LayerNorm.ForwardResidual(x, residual, default, default, sum, y, Rows, Columns, Epsilon);
        var expected = x.Zip(residual, (a, b) => a + b).ToArray();
        Close.AssertSameBits(expected, sum, "the sum");
        Close.AssertSameBits(Forward(expected, default, default, Rows, Columns), y, "its norm");

        var (dy, dSum) = (Inputs.Normal(x.Length, 10), Inputs.Normal(x.Length, 11));
        var (plain, joined) = (new float[x.Length], new float[x.Length]);
        LayerNorm.Backward(sum, default, dy, default, plain, default, default, Rows, Columns, Epsilon);
        LayerNorm.Backward(sum, default, dy, dSum, joined, default, default, Rows, Columns, Epsilon);
        Close.AssertSameBits(plain.Zip(dSum, (a, b) => a + b).ToArray(), joined, "the gradient");
    }

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void The_gradient_agrees_with_the_reference(KernelPath path)
    {
        using var _ = KernelPaths.Use(path);
        foreach (var (rows, columns) in Inputs.Lengths.Where(n => n > 1).Select(n => (3, n)).Append((200, 70)))
        {
            var (x, gain, dy) = (Inputs.Normal(rows * columns, columns), Inputs.Normal(columns, 12), Inputs.Normal(rows * columns, 13));
            var (dx, dGain, dBias) = (new float[x.Length], Inputs.Normal(columns, 14), Inputs.Normal(columns, 15));
            var dSum = Inputs.Normal(x.Length, 16);
            var (dxReference, dGainReference, dBiasReference) = (new double[x.Length], Inputs.Wide(dGain), Inputs.Wide(dBias));
            LayerNormReference.Backward(
                Inputs.Wide(x), Inputs.Wide(gain), Inputs.Wide(dy), Inputs.Wide(dSum), dxReference, dGainReference, dBiasReference, rows, columns,
                Epsilon);
            LayerNorm.Backward(x, gain, dy, dSum, dx, dGain, dBias, rows, columns, Epsilon);
            // At two columns x^ is +-1 up to epsilon and dx a difference of nearly equal numbers: as in the reference, not as accurate.
            if (columns > 2)
                Close.AssertNmse(dxReference, dx, $"dx [{rows}, {columns}]");
            Close.AssertNmse(dGainReference, dGain, $"dGain [{rows}, {columns}]");
            Close.AssertNmse(dBiasReference, dBias, $"dBias [{rows}, {columns}]");
        }
    }

    [Fact]
    public void The_gradient_of_the_reference_is_the_central_difference()
    {
        const int Rows = 2, Columns = 5;
        var (x, residual, gain, bias) = (Wide(Rows * Columns, 1), Wide(Rows * Columns, 5), Wide(Columns, 2), Wide(Columns, 3));
        var (weights, sumWeights) = (Wide(Rows * Columns, 4), Wide(Rows * Columns, 6));
        double Loss()
        {
            var (sum, y) = (new double[x.Length], new double[x.Length]);
            LayerNormReference.ForwardResidual(x, residual, gain, bias, sum, y, Rows, Columns, Epsilon);
            return CentralDifferences.Weighted(weights, y) + CentralDifferences.Weighted(sumWeights, sum);
        }

        var (dx, dGain, dBias) = (new double[x.Length], new double[Columns], new double[Columns]);
        double[] total = [.. x.Zip(residual, (a, b) => a + b)];
        LayerNormReference.Backward(total, gain, weights, sumWeights, dx, dGain, dBias, Rows, Columns, Epsilon);
        CentralDifferences.Assert(x, dx, Loss, "dx");
        CentralDifferences.Assert(residual, dx, Loss, "dResidual");
        CentralDifferences.Assert(gain, dGain, Loss, "dGain");
        CentralDifferences.Assert(bias, dBias, Loss, "dBias");
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        const int Rows = 300, Columns = 130;
        var (x, gain, dy) = (Inputs.Normal(Rows * Columns, 20), Inputs.Normal(Columns, 21), Inputs.Normal(Rows * Columns, 22));
        SameBits.ForEveryThreadCount(() => Forward(x, gain, gain, Rows, Columns), "y");
        SameBits.ForEveryThreadCount(
            () =>
            {
                var gradients = new float[x.Length + (2 * Columns)];
                LayerNorm.Backward(
                    x, gain, dy, default, gradients.AsSpan(0, x.Length), gradients.AsSpan(x.Length, Columns), gradients.AsSpan(x.Length + Columns),
                    Rows, Columns, Epsilon);
                return gradients;
            },
            "gradients");
    }

    [Fact]
    public void A_row_is_the_same_alone_and_in_batches()
    {
        const int Columns = 45;
        var (x, dy) = (Inputs.Normal(4096 * Columns, 23), Inputs.Normal(4096 * Columns, 24));
        SameBits.AloneAndInBatches((row, rows) => Forward(x.AsSpan(row * Columns, rows * Columns), default, default, rows, Columns), Columns, "y");
        SameBits.AloneAndInBatches(
            (row, rows) =>
            {
                var dx = new float[rows * Columns];
                var range = new Range(row * Columns, (row + rows) * Columns);
                LayerNorm.Backward(x.AsSpan(range), default, dy.AsSpan(range), default, dx, default, default, rows, Columns, Epsilon);
                return dx;
            },
            Columns,
            "dx");
    }

    [Fact]
    public void Wrong_shapes_are_named()
    {
        var x = new float[6];
        Assert.Equal(
            "layer_norm: expected gain of 3, got 4",
            Assert.Throws<ArgumentException>(() => LayerNorm.Forward(x, new float[4], default, x, 2, 3, Epsilon)).Message);
        Assert.Equal(
            "layer_norm: expected x of 8, got 6",
            Assert.Throws<ArgumentException>(() => LayerNorm.Forward(x, default, default, x, 2, 4, Epsilon)).Message);
        Assert.Equal(
            "layer_norm: expected dy of 6, got 5",
            Assert.Throws<ArgumentException>(
                () => LayerNorm.Backward(x, default, new float[5], default, x, default, default, 2, 3, Epsilon)).Message);
        Assert.Contains(
            "layer_norm: expected rows of at least 0, got -1",
            Assert.Throws<ArgumentException>(() => LayerNorm.Forward(x, default, default, x, -1, 3, Epsilon)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "layer_norm: expected y to be x or not to overlap it",
            Assert.Throws<ArgumentException>(
                () => LayerNorm.Forward(x.AsSpan(0, 4), default, default, x.AsSpan(1, 4), 2, 2, Epsilon)).Message,
            StringComparison.Ordinal);
    }

    private static double[] Wide(int count, int seed) => Inputs.Wide(Inputs.Normal(count, seed));

    private static float[] Forward(ReadOnlySpan<float> x, ReadOnlySpan<float> gain, ReadOnlySpan<float> bias, int rows, int columns)
    {
        var y = new float[x.Length];
        LayerNorm.Forward(x, gain, bias, y, rows, columns, Epsilon);
        return y;
    }

    private static void Compare(float[] x, int rows, int columns, int affine, float epsilon)
    {
        var gain = affine > 0 ? Inputs.Normal(columns, 1) : [];
        var bias = affine > 1 ? Inputs.Normal(columns, 2) : [];
        var expected = new double[x.Length];
        LayerNormReference.Forward(Inputs.Wide(x), Inputs.Wide(gain), Inputs.Wide(bias), expected, rows, columns, epsilon);
        Close.AssertNmse(expected, Forward(x, gain, bias, rows, columns), $"[{rows}, {columns}]");
    }
}
