namespace Attune.Kernels.Tests.Strided;

public class StridedCopyTests
{
    [Fact]
    public void A_transposed_matrix_of_every_length_is_packed()
    {
        foreach (int length in Inputs.Lengths)
        {
            int[] x = [.. Enumerable.Range(0, 19 * length)];
            var y = new int[19 * length];

            StridedCopy.Run<int>(x, [1, 19], y, [length, 1], [19, length]);

            for (int i = 0; i < y.Length; i++)
                Assert.Equal(x[(i % length * 19) + (i / length)], y[i]);
        }
    }

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void Whole_tiles_are_transposed_on_every_path(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        foreach (var (rows, columns) in ((int, int)[])[(16, 16), (35, 50), (128, 64)])
        {
            // The source is wider than the matrix; bits of whole numbers, NaN among them, stay as they are.
            int stride = rows + 3;
            int[] x = [.. Enumerable.Range(0, columns * stride).Select(i => (int)(i * 2654435761L))];
            var y = new int[rows * columns];

            StridedCopy.Run<int>(x, [1, stride], y, [columns, 1], [rows, columns]);

            for (int i = 0; i < y.Length; i++)
                Assert.Equal(x[(i % columns * stride) + (i / columns)], y[i]);
        }
    }

    [Fact]
    public void A_transpose_beyond_the_caches_is_exact()
    {
        const int Rows = 2000, Columns = 4800;
        var buffer = new PinnedBuffer((long)Rows * Columns * sizeof(int));
        int[] x = [.. Enumerable.Range(0, Rows * Columns)];
        var y = buffer.Span<int>();

        StridedCopy.Run<int>(x, [1, Rows], y, [Columns, 1], [Rows, Columns]);

        for (int i = 0; i < y.Length; i++)
        {
            if (y[i] != (i % Columns * Rows) + (i / Columns))
                Assert.Fail($"element {i} is {y[i]}");
        }
    }

    [Fact]
    public void Three_axes_in_any_order_are_copied_on_any_number_of_threads()
    {
        ushort[] x = [.. Enumerable.Range(0, 30 * 40 * 50).Select(i => (ushort)i)];
        foreach (int threads in Paths.Threads)
        {
            using var _ = Workers.Use(threads);
            var y = new ushort[x.Length];
            StridedCopy.Run<ushort>(x, [50, 1, 2000], y, [1500, 30, 1], [40, 50, 30]);
            for (int i = 0; i < y.Length; i++)
                Assert.Equal(x[(i % 30 * 2000) + (i / 1500 * 50) + (i / 30 % 50)], y[i]);
        }
    }

    [Fact]
    public void A_part_of_a_larger_matrix_is_written_and_the_rest_left_alone()
    {
        var y = new double[4 * 10];
        Array.Fill(y, -1);

        StridedCopy.Run<double>([1, 2, 3, 4, 5, 6], [3, 1], y.AsSpan(12), [10, 2], [2, 3]);

        Assert.Equal([1.0, 2, 3], new[] { y[12], y[14], y[16] });
        Assert.Equal([4.0, 5, 6], new[] { y[22], y[24], y[26] });
        Assert.Equal(34, y.Count(value => value == -1));
    }

    [Fact]
    public void A_stride_of_zero_repeats()
    {
        var y = new float[3 * 200];

        StridedCopy.Run<float>([7], [0, 0], y, [200, 1], [3, 200]);

        Assert.All(y, value => Assert.Equal(7, value));
    }

    [Fact]
    public void A_long_row_is_split_over_threads()
    {
        float[] x = Inputs.Normal(100_000, seed: 1);
        var y = new float[x.Length];
        using var _ = Workers.Use(3);

        StridedCopy.Run<float>(x, [1], y, [1], [x.Length]);

        Assert.Equal(x, y);
    }

    [Fact]
    public void An_operand_that_is_too_short_is_refused() =>
        Assert.Equal(
            "copy: expected an operand of at least 8 elements, got 7",
            Assert.Throws<ArgumentException>(() => StridedCopy.Run<float>(new float[7], [5, 1], new float[6], [3, 1], [2, 3])).Message);
}
