namespace Attune.Kernels.Tests;

public class CumulativeSumTests
{
    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void It_agrees_with_the_reference_in_both_directions(KernelPath path)
    {
        using var _ = KernelPaths.Use(path);
        foreach (bool reverse in (bool[])[false, true])
        {
            foreach (int n in Inputs.Lengths)
            {
                Compare(3, n, 1, reverse);
                Compare(2, n % 10, n, reverse);
            }

            Compare(1, 100_001, 1, reverse);
            Compare(1, 20_000, 3, reverse);
        }
    }

    [Fact]
    public void The_gradient_is_the_sum_in_the_other_direction()
    {
        var (x, weights) = (Inputs.Wide(Inputs.Normal(2 * 5 * 3, 1)), Inputs.Wide(Inputs.Normal(2 * 5 * 3, 2)));
        double Loss()
        {
            var y = new double[x.Length];
            CumulativeSumReference.Forward(x, y, 2, 5, 3, reverse: false);
            return CentralDifferences.Weighted(weights, y);
        }

        var dx = new double[x.Length];
        CumulativeSumReference.Forward(weights, dx, 2, 5, 3, reverse: true);
        CentralDifferences.Assert(x, dx, Loss, "cumulative sum");
    }

    [Fact]
    public void Threads_neighbours_and_aliasing_do_not_change_a_bit()
    {
        var x = Inputs.Normal(4096 * 45, 3);
        SameBits.AloneAndInBatches((row, rows) => Apply(x[(row * 45)..((row + rows) * 45)], rows, 45, 1), 45, "rows");
        SameBits.ForEveryThreadCount(() => Apply(x, 4096, 45, 1), "rows");
        SameBits.ForEveryThreadCount(() => Apply(x, 1, 45, 4096), "columns");
        var expected = Apply(x, 64, 45, 64);
        CumulativeSum.Forward(x, x, 64, 45, 64, reverse: false);
        Close.AssertSameBits(expected, x, "in place");
    }

    [Fact]
    public void Wrong_shapes_are_named()
    {
        var error = Assert.Throws<ArgumentException>(() => CumulativeSum.Forward(new float[6], new float[5], 1, 2, 3, false));
        Assert.Equal("cumulative_sum: expected y of 6, got 5", error.Message);
    }

    private static float[] Apply(float[] x, int outer, int n, int inner)
    {
        var y = new float[x.Length];
        CumulativeSum.Forward(x, y, outer, n, inner, reverse: false);
        return y;
    }

    private static void Compare(int outer, int n, int inner, bool reverse)
    {
        var x = Inputs.Normal(outer * n * inner, n);
        var (expected, y) = (new double[x.Length], new float[x.Length]);
        CumulativeSumReference.Forward(Inputs.Wide(x), expected, outer, n, inner, reverse);
        CumulativeSum.Forward(x, y, outer, n, inner, reverse);
        Close.AssertNmse(expected, y, $"[{outer}, {n}, {inner}]");
    }
}
