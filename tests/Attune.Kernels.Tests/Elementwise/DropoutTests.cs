namespace Attune.Kernels.Tests;

public class DropoutTests
{
    private static readonly RandomKey s_key = new(42, 3, 5);

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void Every_width_is_the_reference(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        foreach (int columns in Inputs.Lengths)
        {
            float[] x = Inputs.Normal((3 * columns) + 1, columns), y = UnaryTests.Fence((3 * columns) + 1);
            var expected = new double[3 * columns];
            Dropout.Apply(s_key, 0.25, x.AsSpan(1), y.AsSpan(1, 3 * columns), 3, columns, firstRow: 9);
            DropoutReference.Apply(s_key, 0.25, Inputs.Wide(x.AsSpan(1)), expected, 3, columns, 9);
            Close.AssertNmse(expected, y.AsSpan(1, 3 * columns), $"{columns} columns on {path}");
            UnaryTests.AssertFence(y, 1, 3 * columns);
        }
    }

    [Fact]
    public void Paths_threads_and_other_rows_do_not_change_a_bit()
    {
        const int Rows = 4096, Columns = 70;
        float[] x = Inputs.Normal(Rows * Columns, 1), expected = new float[x.Length];
        using (KernelPaths.Use(KernelPath.Scalar))
            Dropout.Apply(s_key, 0.5, x, expected, Rows, Columns);
        foreach (var path in Paths.All)
        {
            using var scope = KernelPaths.Use(path);
            foreach (int threads in Paths.Threads)
            {
                using var workers = Workers.Use(threads);
                float[] y = [.. x];
                Dropout.Apply(s_key, 0.5, y, y, Rows, Columns);
                Close.AssertSameBits(expected, y, $"{path}, {threads} threads, in place");
            }

            foreach (int rows in (int[])[1, 7])
            {
                var y = new float[rows * Columns];
                Dropout.Apply(s_key, 0.5, x.AsSpan(100 * Columns, y.Length), y, rows, Columns, firstRow: 100);
                Close.AssertSameBits(expected.AsSpan(100 * Columns, y.Length), y, $"{rows} rows on {path}");
            }
        }
    }

    [Fact]
    public void Large_outputs_that_bypass_the_caches_have_the_same_bits()
    {
        const int Columns = 1040;
        int rows = (int)(Streaming.FromBytes / (Columns * sizeof(float))) + 3;
        var x = new float[rows * Columns];
        var y = new PinnedBuffer((long)x.Length * sizeof(float)).Span<float>();
        RandomNumbers.Normal(new RandomKey(1, 2, 3), x, 1, x.Length);
        Dropout.Apply(s_key, 0.1, x, y, rows, Columns);
        Dropout.Apply(s_key, 0.1, x, x, rows, Columns);
        Close.AssertSameBits(x, y[..x.Length], "dropout");
    }

    [Fact]
    public void The_share_that_is_kept_and_the_mean_are_right()
    {
        // 1,000,000 draws: the standard error of the share is 0.0003.
        float[] x = new float[1_000_000], y = new float[x.Length];
        Array.Fill(x, 1f);
        Dropout.Apply(s_key, 0.1, x, y, 1000, 1000);
        Assert.InRange(y.Count(value => value != 0) / 1e6, 0.8985, 0.9015);
        Assert.All(y, value => Assert.True(value is 0 or 1.1111112f));
    }

    [Fact]
    public void Nothing_is_dropped_at_0_and_everything_at_1_even_what_is_not_a_number()
    {
        float[] x = Inputs.Special, y = new float[x.Length];
        Dropout.Apply(s_key, 0, x, y, 1, x.Length);
        Assert.Equal(x, y);
        Dropout.Apply(s_key, 1, x, y, 1, x.Length);
        Assert.All(y, value => Assert.Equal(0f, value));
    }

    [Fact]
    public void Wrong_sizes_and_probabilities_are_named()
    {
        Assert.Equal(
            "dropout: expected x of 6, got 5",
            Assert.Throws<ArgumentException>(() => Dropout.Apply(s_key, 0.5, new float[5], new float[5], 2, 3)).Message);
        Assert.Equal(
            "dropout: expected a probability from 0 to 1, got 1.5",
            Assert.Throws<ArgumentException>(() => Dropout.Apply(s_key, 1.5, new float[6], new float[6], 2, 3)).Message);
    }
}
