namespace Attune.Kernels.Tests;

public class PhiloxTests
{
    /// <summary>The known answers that the authors publish with Random123 (kat_vectors, philox4x32 10).</summary>
    public static TheoryData<uint[], ulong, uint[]> Published => new()
    {
        { [0, 0, 0, 0], 0, [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8] },
        { [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff], 0xffffffffffffffff, [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd] },
        { [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], 0x299f31d0a4093822, [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1] },
    };

    [Theory]
    [MemberData(nameof(Published))]
    public void Words_are_the_published_ones_at_every_width(uint[] counter, ulong key, uint[] expected)
    {
        Check<Lanes1>(counter, key, expected);
        Check<Lanes4>(counter, key, expected);
        Check<Lanes8>(counter, key, expected);
        Check<Lanes16>(counter, key, expected);
    }

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void A_number_depends_on_key_row_and_column_alone(KernelPath path)
    {
        var key = new RandomKey(42, 7, 3);
        const int Columns = 257;
        var whole = new float[7 * Columns];
        using (KernelPaths.Use(KernelPath.Scalar))
            RandomNumbers.Normal(key, whole, 7, Columns);
        using var scope = KernelPaths.Use(path);
        for (int columns = 0; columns <= Columns; columns++)
        {
            var part = new float[3 * columns];
            RandomNumbers.Normal(key, part, 3, columns);
            for (int row = 0; row < 3; row++)
                Close.AssertSameBits(whole.AsSpan(row * Columns, columns), part.AsSpan(row * columns, columns), $"{columns} columns on {path}");
        }
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        var expected = new float[1_000_000];
        using (Workers.Use(1))
            RandomNumbers.Uniform(new RandomKey(1, 2, 3), expected, 1, expected.Length);
        foreach (int threads in Paths.Threads)
        {
            using var scope = Workers.Use(threads);
            var actual = new float[expected.Length];
            RandomNumbers.Uniform(new RandomKey(1, 2, 3), actual, 1, actual.Length);
            Close.AssertSameBits(expected, actual, $"{threads} threads");
        }
    }

    [Fact]
    public void Seed_step_site_and_row_each_give_another_stream()
    {
        RandomKey[] keys = [new(1, 2, 3), new(2, 2, 3), new(1, 3, 3), new(1, 2, 4), new(1UL << 32, 2, 3)];
        var streams = keys.Select(key => Draw(key)).ToList();
        for (int i = 0; i < streams.Count; i++)
        {
            Assert.NotEqual(streams[i][..64], streams[i][64..]);
            for (int j = 0; j < i; j++)
                Assert.NotEqual(streams[i], streams[j]);
        }

        static float[] Draw(RandomKey key)
        {
            var numbers = new float[2 * 64];
            RandomNumbers.Uniform(key, numbers, 2, 64);
            return numbers;
        }
    }

    [Fact]
    public void Moments_are_those_of_the_distributions()
    {
        // A million draws: the standard error of a mean of unit variance is 0.001; six of them are allowed.
        const int Count = 1_000_000;
        var numbers = new float[Count];
        RandomNumbers.Uniform(new RandomKey(5, 0, 0), numbers, 1000, 1000, 2, 4);
        Assert.InRange(numbers.Average(x => (double)x), 3 - 0.0035, 3 + 0.0035);
        Assert.InRange(numbers.Average(x => (x - 3.0) * (x - 3.0)), 0.331, 0.336);
        Assert.All(numbers, x => Assert.True(x is >= 2 and < 4));

        RandomNumbers.Normal(new RandomKey(5, 0, 1), numbers, 1000, 1000);
        Assert.InRange(numbers.Average(x => (double)x), -0.006, 0.006);
        Assert.InRange(numbers.Average(x => (double)x * x), 0.991, 1.009);
        Assert.InRange(numbers.Average(x => Math.Pow(x, 3)), -0.024, 0.024);
        Assert.InRange(numbers.Average(x => Math.Pow(x, 4)), 2.94, 3.06);
        Assert.InRange(numbers.Count(x => Math.Abs(x) < 1) / (double)Count, 0.6827 - 0.003, 0.6827 + 0.003);

        RandomNumbers.Bernoulli(new RandomKey(5, 0, 2), numbers, 1000, 1000, 0.3);
        Assert.All(numbers, x => Assert.True(x is 0 or 1));
        Assert.InRange(numbers.Average(x => (double)x), 0.2972, 0.3028);
    }

    [Fact]
    public void Wrong_sizes_and_probabilities_are_named()
    {
        Assert.Equal(
            "uniform: expected 2 x 3 numbers, got 5",
            Assert.Throws<ArgumentException>(() => RandomNumbers.Uniform(default, new float[5], 2, 3)).Message);
        Assert.Equal(
            "bernoulli: expected a probability from 0 to 1, got NaN",
            Assert.Throws<ArgumentException>(() => RandomNumbers.Bernoulli(default, new float[6], 2, 3, double.NaN)).Message);
    }

    private static unsafe void Check<V>(uint[] counter, ulong key, uint[] expected)
        where V : struct, ILanes<V>
    {
        var words = new V[4];
        for (int i = 0; i < 4; i++)
            words[i] = V.CreateBits((int)counter[i]);
        Philox.Words(ref words[0], ref words[1], ref words[2], ref words[3], key);
        float* lanes = stackalloc float[16];
        for (int i = 0; i < 4; i++)
        {
            V.Store(lanes, words[i]);
            for (int lane = 0; lane < V.Count; lane++)
                Assert.Equal(expected[i], ((uint*)lanes)[lane]);
        }
    }
}
