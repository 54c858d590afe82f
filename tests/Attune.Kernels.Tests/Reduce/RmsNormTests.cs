namespace Attune.Kernels.Tests;

public class RmsNormTests
{
    private const float Epsilon = 1e-6f;

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void It_agrees_with_the_reference_at_every_length(KernelPath path)
    {
        using var _ = KernelPaths.Use(path);
        foreach (int columns in Inputs.Lengths.Concat([1024, 100_003]))
        {
            var (x, gain) = (Inputs.Normal(2 * columns, columns), columns % 2 == 0 ? Inputs.Normal(columns, 1) : []);
            var expected = new double[x.Length];
            RmsNormReference.Forward(Inputs.Wide(x), Inputs.Wide(gain), expected, 2, columns, Epsilon);
            Close.AssertNmse(expected, Forward(x, gain, 2, columns), $"[2, {columns}]");
        }
    }

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void With_a_residual_it_agrees_with_the_reference_at_every_length(KernelPath path)
    {
        using var _ = KernelPaths.Use(path);
        foreach (int columns in Inputs.Lengths)
        {
            var (x, residual, gain) = (Inputs.Normal(3 * columns, columns), Inputs.Normal(3 * columns, 11), Inputs.Normal(columns, 12));
            var (sum, y) = (new float[x.Length], new float[x.Length]);
            var (sumReference, yReference) = (new double[x.Length], new double[x.Length]);
            RmsNormReference.ForwardResidual(
                Inputs.Wide(x), Inputs.Wide(residual), Inputs.Wide(gain), sumReference, yReference, 3, columns, Epsilon);
            RmsNorm.ForwardResidual(x, residual, gain, sum, y, 3, columns, Epsilon);
            Close.AssertNmse(sumReference, sum, $"sum [3, {columns}]");
            Close.AssertNmse(yReference, y, $"y [3, {columns}]");
        }
    }

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void The_gradient_agrees_with_the_reference(KernelPath path)
    {
        using var _ = KernelPaths.Use(path);
        foreach (var (rows, columns) in Inputs.Lengths.Where(n => n > 1).Select(n => (3, n)).Append((200, 70)))
        {
            var (x, gain, dy) = (Inputs.Normal(rows * columns, columns), Inputs.Normal(columns, 12), Inputs.Normal(rows * columns, 13));
            var (dSum, dx, dGain) = (Inputs.Normal(x.Length, 16), new float[x.Length], Inputs.Normal(columns, 14));
            var (dxReference, dGainReference) = (new double[x.Length], Inputs.Wide(dGain));
            RmsNormReference.Backward(
                Inputs.Wide(x), Inputs.Wide(gain), Inputs.Wide(dy), Inputs.Wide(dSum), dxReference, dGainReference, rows, columns, Epsilon);
            RmsNorm.Backward(x, gain, dy, dSum, dx, dGain, rows, columns, Epsilon);
            Close.AssertNmse(dxReference, dx, $"dx [{rows}, {columns}]");
            Close.AssertNmse(dGainReference, dGain, $"dGain [{rows}, {columns}]");
        }
    }

    [Fact]
    public void The_gradient_of_the_reference_is_the_central_difference()
    {
        const int Rows = 2, Columns = 5;
        var (x, residual, gain) = (Wide(Rows * Columns, 1), Wide(Rows * Columns, 5), Wide(Columns, 2));
        var (weights, sumWeights) = (Wide(Rows * Columns, 4), Wide(Rows * Columns, 6));
        double Loss()
        {
            var (sum, y) = (new double[x.Length], new double[x.Length]);
            RmsNormReference.ForwardResidual(x, residual, gain, sum, y, Rows, Columns, Epsilon);
            return CentralDifferences.Weighted(weights, y) + CentralDifferences.Weighted(sumWeights, sum);
        }

        var (dx, dGain, total) = (new double[x.Length], new double[Columns], x.Zip(residual, (a, b) => a + b).ToArray());
        RmsNormReference.Backward(total, gain, weights, sumWeights, dx, dGain, Rows, Columns, Epsilon);
        CentralDifferences.Assert(x, dx, Loss, "dx");
        CentralDifferences.Assert(residual, dx, Loss, "dResidual");
        CentralDifferences.Assert(gain, dGain, Loss, "dGain");
    }

    [Fact]
    public void A_residual_may_be_added_in_place()
    {
        var (x, residual) = (Inputs.Normal(4 * 33, 8), Inputs.Normal(4 * 33, 9));
        var expected = x.Zip(residual, (a, b) => a + b).ToArray();
        var y = new float[x.Length];
        RmsNorm.ForwardResidual(x, residual, default, residual, y, 4, 33, Epsilon);
        Close.AssertSameBits(expected, residual, "the sum");
        Close.AssertSameBits(Forward(expected, default, 4, 33), y, "its norm");
        RmsNorm.Forward(expected, default, expected, 4, 33, Epsilon);
        Close.AssertSameBits(y, expected, "in place");
    }

    [Fact]
    public void Threads_and_neighbours_do_not_change_a_bit()
    {
        const int Columns = 45;
        var (x, dy) = (Inputs.Normal(4096 * Columns, 23), Inputs.Normal(4096 * Columns, 24));
        SameBits.AloneAndInBatches((row, rows) => Forward(x.AsSpan(row * Columns, rows * Columns), default, rows, Columns), Columns, "y");
        SameBits.ForEveryThreadCount(() => Forward(x, default, 4096, Columns), "y");
        SameBits.ForEveryThreadCount(
            () =>
            {
                var gradients = new float[x.Length + Columns];
                RmsNorm.Backward(x, default, dy, default, gradients.AsSpan(0, x.Length), gradients.AsSpan(x.Length), 4096, Columns, Epsilon);
                return gradients;
            },
            "gradients");
    }

    [Fact]
    public void Special_values_agree_with_the_reference()
    {
        foreach (float special in Inputs.Special.Where(value => Math.Abs(value) is not float.MaxValue))
        {
            var x = Inputs.Normal(20, 4);
            x[7] = special;
            var expected = new double[20];
            RmsNormReference.Forward(Inputs.Wide(x), default, expected, 1, 20, Epsilon);
            Close.AssertNmse(expected, Forward(x, default, 1, 20), $"with {special}");
        }
    }

    [Fact]
    public void Wrong_shapes_are_named()
    {
        var error = Assert.Throws<ArgumentException>(() => RmsNorm.Forward(new float[1024], new float[256], new float[1024], 2, 512, Epsilon));
        Assert.Equal("rms_norm: expected gain of 512, got 256", error.Message);
        error = Assert.Throws<ArgumentException>(
            () => RmsNorm.ForwardResidual(new float[6], new float[5], default, new float[6], new float[6], 2, 3, Epsilon));
        Assert.Equal("rms_norm: expected residual of 6, got 5", error.Message);
    }

    private static double[] Wide(int count, int seed) => Inputs.Wide(Inputs.Normal(count, seed));

    private static float[] Forward(ReadOnlySpan<float> x, ReadOnlySpan<float> gain, int rows, int columns)
    {
        var y = new float[x.Length];
        RmsNorm.Forward(x, gain, y, rows, columns, Epsilon);
        return y;
    }
}
