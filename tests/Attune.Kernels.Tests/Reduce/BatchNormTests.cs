namespace Attune.Kernels.Tests;

public class BatchNormTests
{
    private const float Epsilon = 1e-5f;
    private const float Momentum = 0.1f;

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void Training_and_its_gradient_agree_with_the_reference(KernelPath path)
    {
        using var _ = KernelPaths.Use(path);
        // Not of two or three rows: what is left of dx then is a difference of nearly equal numbers.
        foreach (var (rows, columns) in Inputs.Lengths.Select(n => (8 + (n % 9), n)).Concat([(257, 3), (1000, 20), (9, 2100), (100, 1)]))
        {
            var (x, gain, bias, dy) = (Inputs.Normal(rows * columns, 100 + rows), Inputs.Normal(columns, 1), Inputs.Normal(columns, 2), Inputs.Normal(rows * columns, 3));
            var (y, mean, inverse) = (new float[x.Length], new float[columns], new float[columns]);
            var (runningMean, runningVariance) = (Inputs.Normal(columns, 4), Inputs.Normal(columns, 5).Select(Math.Abs).ToArray());
            var (yExpected, meanExpected, inverseExpected) = (new double[x.Length], new double[columns], new double[columns]);
            var (runningMeanExpected, runningVarianceExpected) = (Inputs.Wide(runningMean), Inputs.Wide(runningVariance));
            BatchNormReference.Train(
                Inputs.Wide(x), Inputs.Wide(gain), Inputs.Wide(bias), yExpected, meanExpected, inverseExpected, runningMeanExpected,
                runningVarianceExpected, rows, columns, Epsilon, Momentum);
            BatchNorm.Train(x, gain, bias, y, mean, inverse, runningMean, runningVariance, rows, columns, Epsilon, Momentum);
            string what = $"[{rows}, {columns}]";
            Close.AssertNmse(yExpected, y, $"y {what}");
            Close.AssertNmse(runningMeanExpected, runningMean, $"running mean {what}");
            Close.AssertNmse(runningVarianceExpected, runningVariance, $"running variance {what}");

            var (dx, dGain, dBias) = (new float[x.Length], Inputs.Normal(columns, 6), Inputs.Normal(columns, 7));
            var (dxExpected, dGainExpected, dBiasExpected) = (new double[x.Length], Inputs.Wide(dGain), Inputs.Wide(dBias));
            BatchNormReference.Backward(
                Inputs.Wide(x), Inputs.Wide(gain), meanExpected, inverseExpected, Inputs.Wide(dy), dxExpected, dGainExpected, dBiasExpected, rows, columns,
                training: true);
            BatchNorm.Backward(x, gain, mean, inverse, dy, dx, dGain, dBias, rows, columns, training: true);
            Close.AssertNmse(dxExpected, dx, $"dx {what}");
            Close.AssertNmse(dGainExpected, dGain, $"dGain {what}");
            Close.AssertNmse(dBiasExpected, dBias, $"dBias {what}");
        }
    }

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void Inference_agrees_with_the_reference_also_in_place(KernelPath path)
    {
        using var _ = KernelPaths.Use(path);
        foreach (int columns in Inputs.Lengths)
        {
            var (x, mean, variance) = (Inputs.Normal(3 * columns, 1), Inputs.Normal(columns, 2), Inputs.Normal(columns, 3).Select(Math.Abs).ToArray());
            var (gain, bias) = columns % 2 == 0 ? (Inputs.Normal(columns, 4), Inputs.Normal(columns, 5)) : ([], []);
            var (expected, inverseExpected, inverse) = (new double[x.Length], new double[columns], new float[columns]);
            BatchNormReference.Infer(
                Inputs.Wide(x), Inputs.Wide(gain), Inputs.Wide(bias), Inputs.Wide(mean), Inputs.Wide(variance), expected, inverseExpected, 3, columns, Epsilon);
            BatchNorm.Infer(x, gain, bias, mean, variance, x, inverse, 3, columns, Epsilon);
            Close.AssertNmse(expected, x, $"[3, {columns}]");

            var (dy, dx, dxExpected) = (Inputs.Normal(x.Length, 6), new float[x.Length], new double[x.Length]);
            BatchNormReference.Backward(
                Inputs.Wide(x), Inputs.Wide(gain), Inputs.Wide(mean), inverseExpected, Inputs.Wide(dy), dxExpected, default, default, 3, columns,
                training: false);
            BatchNorm.Backward(x, gain, mean, inverse, dy, dx, default, default, 3, columns, training: false);
            Close.AssertNmse(dxExpected, dx, $"dx [3, {columns}]");
        }
    }

    [Fact]
    public void The_gradient_of_the_reference_is_the_central_difference()
    {
        const int Rows = 4, Columns = 3;
        var (x, gain, bias) = (Wide(Rows * Columns, 1), Wide(Columns, 2), Wide(Columns, 3));
        var weights = Wide(Rows * Columns, 4);
        var (y, mean, inverse) = (new double[x.Length], new double[Columns], new double[Columns]);
        double Loss()
        {
            BatchNormReference.Train(x, gain, bias, y, mean, inverse, default, default, Rows, Columns, Epsilon, Momentum);
            return CentralDifferences.Weighted(weights, y);
        }

        Loss();
        var (dx, dGain, dBias) = (new double[x.Length], new double[Columns], new double[Columns]);
        BatchNormReference.Backward(x, gain, mean, inverse, weights, dx, dGain, dBias, Rows, Columns, training: true);
        CentralDifferences.Assert(x, dx, Loss, "dx");
        CentralDifferences.Assert(gain, dGain, Loss, "dGain");
        CentralDifferences.Assert(bias, dBias, Loss, "dBias");
    }

    [Fact]
    public void Threads_do_not_change_a_bit_nor_do_neighbours_at_inference()
    {
        const int Columns = 45;
        var (x, dy, mean) = (Inputs.Normal(4096 * Columns, 1), Inputs.Normal(4096 * Columns, 2), Inputs.Normal(Columns, 3));
        var variance = mean.Select(Math.Abs).ToArray();
        SameBits.AloneAndInBatches(
            (row, rows) =>
            {
                var y = new float[rows * Columns];
                BatchNorm.Infer(x.AsSpan(row * Columns, rows * Columns), default, default, mean, variance, y, new float[Columns], rows, Columns, Epsilon);
                return y;
            },
            Columns,
            "y");
        SameBits.ForEveryThreadCount(
            () =>
            {
                var (y, ownMean, inverse, dx, dGain) = (new float[x.Length], new float[Columns], new float[Columns], new float[x.Length], new float[Columns]);
                BatchNorm.Train(x, default, default, y, ownMean, inverse, default, default, 4096, Columns, Epsilon, Momentum);
                BatchNorm.Backward(x, default, ownMean, inverse, dy, dx, dGain, default, 4096, Columns, training: true);
                return [.. y, .. dx, .. dGain];
            },
            "training");
    }

    [Fact]
    public void Wrong_shapes_are_named()
    {
        var error = Assert.Throws<ArgumentException>(
            () => BatchNorm.Infer(new float[6], default, default, new float[3], new float[2], new float[6], new float[3], 2, 3, Epsilon));
        Assert.Equal("batch_norm: expected variance of 3, got 2", error.Message);
        Assert.Contains(
            "batch_norm: expected rows of at least 2, got 1",
            Assert.Throws<ArgumentException>(
                () => BatchNorm.Train(new float[3], default, default, new float[3], new float[3], new float[3], new float[3], new float[3], 1, 3, Epsilon, Momentum)).Message,
            StringComparison.Ordinal);
    }

    private static double[] Wide(int count, int seed) => Inputs.Wide(Inputs.Normal(count, seed));
}
