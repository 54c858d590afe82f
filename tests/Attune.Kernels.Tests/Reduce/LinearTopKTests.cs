namespace Attune.Kernels.Tests;

public class LinearTopKTests
{
    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void It_is_the_product_then_the_normalizers_and_the_largest_bit_by_bit(KernelPath path)
    {
        using var _ = KernelPaths.Use(path);
        // Few rows and more than a block; classes of more and of less than a tile; more largest ones than are kept in order.
        foreach (var (rows, channels, classes, k) in ((int, int, int, int)[])[(1, 7, 33, 5), (61, 16, 10_001, 10), (30, 5, 40_000, 3), (5, 9, 31, 31), (3, 4, 300, 40), (0, 3, 4, 2), (2, 0, 4, 2), (2, 3, 4, 0)])
        {
            var (hidden, weight) = (Inputs.Normal(rows * channels, 1), Inputs.Normal(classes * channels, 2));
            var (logits, expectedL) = (new float[rows * classes], new float[rows]);
            var (expectedValues, expectedIndices) = (new float[rows * k], new int[rows * k]);
            MatMul.Run(new MatrixView(hidden, rows, channels), new MatrixView(weight, classes, channels).Transposed, logits, classes);
            LogSumExp.Forward(logits, expectedL, rows, classes, 1);
            TopK.Forward(logits, expectedValues, expectedIndices, rows, classes, k);

            var packed = PackedMatrix.Pack(new MatrixView(weight, classes, channels).Transposed);
            foreach (int threads in Paths.Threads)
            {
                using var some = Workers.Use(threads);
                var (values, indices, l) = (new float[rows * k], new int[rows * k], new float[rows]);
                LinearTopK.Forward(hidden, packed, values, indices, l, rows, k);
                string what = $"[{rows}, {channels}] x [{classes}, {channels}], {threads} threads";
                Close.AssertSameBits(expectedL, l, $"normalizers {what}");
                Close.AssertSameBits(expectedValues, values, $"values {what}");
                Assert.Equal(expectedIndices, indices);
            }
        }
    }

    [Fact]
    public void Logits_that_are_not_numbers_are_the_largest_and_show_in_the_normalizer()
    {
        var packed = PackedMatrix.Pack(new MatrixView([1, 2, float.NaN, 3], 1, 4));
        var (values, indices, l) = (new float[2], new int[2], new float[1]);
        LinearTopK.Forward([1], packed, values, indices, l, 1, 2);
        Assert.Equal([2, 3], indices);
        Assert.True(float.IsNaN(values[0]) && float.IsNaN(l[0]));
    }

    [Fact]
    public void Wrong_sizes_are_named()
    {
        var packed = PackedMatrix.Pack(new MatrixView(new float[12], 3, 4));
        var error = Assert.Throws<ArgumentException>(() => LinearTopK.Forward(new float[6], packed, new float[10], new int[10], new float[2], 2, 5));
        Assert.Equal("linear_topk: expected k from 0 to 4, got 5", error.Message);
        var shape = Assert.Throws<ArgumentException>(() => LinearTopK.Forward(new float[7], packed, new float[4], new int[4], new float[2], 2, 2));
        Assert.Equal("linear_topk: expected hidden of 6, got 7", shape.Message);
    }
}
