namespace Attune.Kernels.Tests.Strided;

public class AxisGatherTests
{
    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void Every_width_is_picked_and_added_as_the_reference_does(KernelPath path)
    {
        using var _ = KernelPaths.Use(path);
        const int Outer = 2, N = 5;
        int[] indices = [4, 0, 0, 3, 4, 4, 1];
        foreach (int inner in Inputs.Lengths)
        {
            float[] x = Inputs.Normal(Outer * N * inner, seed: 1), values = Inputs.Normal(Outer * indices.Length * inner, seed: 2);
            float[] picked = new float[values.Length];
            double[] expected = new double[values.Length], sums = Inputs.Wide(x);

            AxisGather.Gather<float>(x, indices, picked, Outer, N, inner);
            AxisGatherReference.Gather(Inputs.Wide(x), indices, expected, Outer, N, inner);
            Assert.Equal(expected, Inputs.Wide(picked));

            AxisGather.ScatterAdd(values, indices, x, Outer, N, inner);
            AxisGatherReference.ScatterAdd(Inputs.Wide(values), indices, sums, Outer, N, inner);
            if (inner > 0)
                Close.AssertNmse(sums, x, $"scatter, {inner} wide");
        }
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        int[] indices = [.. Enumerable.Range(0, 500).Select(i => i * 7 % 30)];
        float[] x = Inputs.Normal(500 * 3000, seed: 3);
        SameBits.ForEveryThreadCount(
            () =>
            {
                var y = new float[30 * 3000];
                AxisGather.ScatterAdd(x, indices, y, 1, 30, 3000);
                return y;
            },
            "scatter_add");
    }

    [Fact]
    public void Indices_out_of_range_and_wrong_lengths_are_refused()
    {
        AssertMessage("gather: expected indices from 0 to 2, got 3 at 1", () => AxisGather.Gather<float>(new float[3], [0, 3], new float[2], 1, 3, 1));
        AssertMessage("scatter_add: expected indices from 0 to 2, got -1 at 0", () => AxisGather.ScatterAdd(new float[1], [-1], new float[3], 1, 3, 1));
        AssertMessage("gather: expected picked of 2, got 1", () => AxisGather.Gather<float>(new float[3], [0, 1], new float[1], 1, 3, 1));
        AssertMessage("gather: expected whole of 6, got 3", () => AxisGather.Gather<float>(new float[3], [0, 1], new float[4], 1, 3, 2));
    }

    private static void AssertMessage(string message, Action action) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(action).Message);
}
