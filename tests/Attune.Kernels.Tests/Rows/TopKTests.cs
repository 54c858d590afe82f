namespace Attune.Kernels.Tests;

public class TopKTests
{
    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void It_agrees_with_sorting_also_with_ties_and_special_values(KernelPath path)
    {
        using var _ = KernelPaths.Use(path);
        foreach (int columns in Inputs.Lengths.Append(3000))
        {
            foreach (int k in (int[])[0, 1, 2, 5, 40, columns / 2, columns])
            {
                if (k > columns)
                    continue;
                // Rounded: many ties.
                var x = Inputs.Normal(2 * columns, columns, scale: 2).Select(value => MathF.Round(value)).ToArray();
                if (columns > Inputs.Special.Length)
                    Inputs.Special.CopyTo(x, columns);
                var (values, indices) = (new float[2 * k], new int[2 * k]);
                var (valuesExpected, indicesExpected) = (new double[2 * k], new int[2 * k]);
                TopKReference.Forward(Inputs.Wide(x), valuesExpected, indicesExpected, 2, columns, k);
                TopK.Forward(x, values, indices, 2, columns, k);
                Assert.Equal(indicesExpected, indices);
                Assert.Equal(valuesExpected, Inputs.Wide(values));
            }
        }
    }

    [Fact]
    public void The_gradient_goes_where_the_values_came_from()
    {
        var (x, weights) = (Inputs.Wide(Inputs.Normal(2 * 6, 1)), Inputs.Wide(Inputs.Normal(2 * 3, 2)));
        var (values, indices, dx) = (new double[6], new int[6], new double[12]);
        TopKReference.Forward(x, values, indices, 2, 6, 3);
        TopKReference.Backward(weights, indices, dx, 2, 6, 3);
        double Loss()
        {
            TopKReference.Forward(x, values, new int[6], 2, 6, 3);
            return CentralDifferences.Weighted(weights, values);
        }

        CentralDifferences.Assert(x, dx, Loss, "topk");
        var fast = new float[12];
        TopK.Backward(weights.Select(weight => (float)weight).ToArray(), indices, fast, 2, 6, 3);
        Assert.Equal(dx, Inputs.Wide(fast));
    }

    [Fact]
    public void Threads_and_neighbours_change_nothing()
    {
        var x = Inputs.Normal(4096 * 45, 3).Select(value => MathF.Round(value)).ToArray();
        float[] Apply(int row, int rows)
        {
            var (values, indices) = (new float[rows * 4], new int[rows * 4]);
            TopK.Forward(x.AsSpan(row * 45, rows * 45), values, indices, rows, 45, 4);
            return [.. values.Zip(indices, (value, index) => (value * 100) + index)];
        }

        SameBits.AloneAndInBatches(Apply, 4, "topk");
        SameBits.ForEveryThreadCount(() => Apply(0, 4096), "topk");
    }

    [Fact]
    public void Wrong_sizes_are_named()
    {
        var error = Assert.Throws<ArgumentException>(() => TopK.Forward(new float[6], new float[8], new int[8], 2, 3, 4));
        Assert.Contains("topk: expected k from 0 to 3, got 4", error.Message, StringComparison.Ordinal);
        var shape = Assert.Throws<ArgumentException>(() => TopK.Forward(new float[6], new float[4], new int[3], 2, 3, 2));
        Assert.Equal("topk: expected indices of 4, got 3", shape.Message);
    }
}
