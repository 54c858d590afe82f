namespace Attune.Kernels.Tests;

public class SparseMatMulTests
{
    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void It_and_its_gradient_agree_with_the_reference(KernelPath path)
    {
        using var _ = KernelPaths.Use(path);
        foreach (int channels in Inputs.Lengths)
            Compare(9, 7, channels, 30);
        Compare(1, 5, 3, 60_000);
        Compare(3, 4, 5, 0);
        Compare(0, 4, 5, 0);
    }

    [Fact]
    public void The_identity_leaves_everything_as_it_is()
    {
        var x = Inputs.Special.ToArray();
        var y = new float[x.Length];
        int n = x.Length;
        SparseMatMul.Forward([.. Enumerable.Range(0, n + 1)], [.. Enumerable.Range(0, n)], Enumerable.Repeat(1f, n).ToArray(), x, y, n, n, 1);
        Assert.Equal(x, y);
    }

    [Fact]
    public void The_gradient_of_the_reference_is_the_central_difference()
    {
        var (offsets, columns) = Entries(4, 3, 7);
        var (values, x, weights) = (Inputs.Wide(Inputs.Normal(7, 1)), Inputs.Wide(Inputs.Normal(3 * 2, 2)), Inputs.Wide(Inputs.Normal(4 * 2, 3)));
        var (dValues, dx, y) = (new double[7], new double[6], new double[8]);
        SparseMatMulReference.Backward(offsets, columns, values, x, weights, dValues, dx, 4, 3, 2);
        double Loss()
        {
            SparseMatMulReference.Forward(offsets, columns, values, x, y, 4, 3, 2);
            return CentralDifferences.Weighted(weights, y);
        }

        CentralDifferences.Assert(values, dValues, Loss, "dValues");
        CentralDifferences.Assert(x, dx, Loss, "dx");
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits_and_a_row_is_the_same_alone()
    {
        var (offsets, columns) = Entries(200, 100, 3000);
        var (values, x, dy) = (Inputs.Normal(3000, 4), Inputs.Normal(100 * 130, 5), Inputs.Normal(200 * 130, 6));
        float[] Apply()
        {
            var (y, dValues, dx) = (new float[200 * 130], new float[3000], new float[100 * 130]);
            SparseMatMul.Forward(offsets, columns, values, x, y, 200, 100, 130);
            SparseMatMul.Backward(offsets, columns, values, x, dy, dValues, dx, 200, 100, 130);
            return [.. y, .. dValues, .. dx];
        }

        SameBits.ForEveryThreadCount(Apply, "sparse product");
        var row = new float[130];
        var (begin, end) = (offsets[77], offsets[78]);
        SparseMatMul.Forward([0, end - begin], columns.AsSpan(begin, end - begin), values.AsSpan(begin, end - begin), x, row, 1, 100, 130);
        Close.AssertSameBits(Apply().AsSpan(77 * 130, 130), row, "row 77 alone");
    }

    [Fact]
    public void Bad_columns_offsets_and_shapes_are_named()
    {
        var error = Assert.Throws<ArgumentException>(
            () => SparseMatMul.Forward([0, 2], [1, 3], [1, 1], new float[6], new float[2], 1, 3, 2));
        Assert.Contains("sparse_matmul: expected indices from 0 to 2 (columns of 3), got 3 in row 1", error.Message, StringComparison.Ordinal);
        var shape = Assert.Throws<ArgumentException>(() => SparseMatMul.Forward([0, 1], [1, 2], [1, 1], new float[6], new float[2], 1, 3, 2));
        Assert.Equal("sparse_matmul: expected offsets that end with 2, got 1", shape.Message);
        shape = Assert.Throws<ArgumentException>(() => SparseMatMul.Forward([0, 2], [1, 2], [1], new float[6], new float[2], 1, 3, 2));
        Assert.Equal("sparse_matmul: expected values of 2, got 1", shape.Message);
    }

    /// <summary>Rows of random lengths, some empty.</summary>
    private static (int[] Offsets, int[] Columns) Entries(int rows, int depth, int count)
    {
        var random = new Random(count);
        var offsets = Enumerable.Range(0, rows + 1).Select(i => i == 0 ? 0 : i == rows ? count : random.Next(count + 1)).Order().ToArray();
        return (offsets, [.. Enumerable.Range(0, count).Select(_ => random.Next(depth))]);
    }

    private static void Compare(int rows, int depth, int channels, int count)
    {
        var (offsets, columns) = Entries(rows, depth, count);
        var (values, x, dy) = (Inputs.Normal(count, 1), Inputs.Normal(depth * channels, 2), Inputs.Normal(rows * channels, 3));
        var (y, dValues, dx) = (new float[rows * channels], new float[count], new float[x.Length]);
        var (yExpected, dValuesExpected, dxExpected) = (new double[y.Length], new double[count], new double[x.Length]);
        SparseMatMulReference.Forward(offsets, columns, Inputs.Wide(values), Inputs.Wide(x), yExpected, rows, depth, channels);
        SparseMatMulReference.Backward(
            offsets, columns, Inputs.Wide(values), Inputs.Wide(x), Inputs.Wide(dy), dValuesExpected, dxExpected, rows, depth, channels);
        SparseMatMul.Forward(offsets, columns, values, x, y, rows, depth, channels);
        SparseMatMul.Backward(offsets, columns, values, x, dy, dValues, dx, rows, depth, channels);
        Close.AssertNmse(yExpected, y, $"y of {channels} channels");
        Close.AssertNmse(dValuesExpected, dValues, $"dValues of {channels} channels");
        Close.AssertNmse(dxExpected, dx, $"dx of {channels} channels");
    }
}
