namespace Attune.Kernels.Tests;

public class OptimizerTests
{
    private static readonly AdamSettings[] s_adam =
    [
        new(0.01f),
        new(0.01f, WeightDecay: 0.1f),
        new(0.01f, 0.8f, 0.95f, 1e-6f, 0.1f, Decoupled: false, GradientScale: 0.25f),
    ];

    private static readonly SgdSettings[] s_sgd =
    [
        new(0.1f),
        new(0.1f, WeightDecay: 0.01f, GradientScale: 0.5f),
        new(0.1f, 0.9f),
        new(0.1f, 0.9f, 0.01f, Nesterov: true),
    ];

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void Adam_of_every_length_is_the_reference(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        foreach (int length in Inputs.Lengths)
        {
            foreach (var settings in s_adam)
            {
                float[][] actual = State(length, 3);
                var rounded = new BFloat16[length];
                double[][] expected = Array.ConvertAll(actual, values => Inputs.Wide(values));
                for (int step = 1; step <= 3; step++)
                {
                    float[] g = Inputs.Normal(length, step);
                    AdamUpdate.Step(actual[0], g, actual[1], actual[2], settings, step, step == 2 ? default : rounded);
                    AdamUpdateReference.Step(expected[0], Inputs.Wide(g), expected[1], expected[2], settings, step);
                }

                for (int i = 0; i < 3; i++)
                    Close.AssertNmse(expected[i], actual[i], $"adam state {i} of {length} with {settings} on {path}");
                Assert.Equal(actual[0].Select(value => (BFloat16)value), rounded);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void Gradient_descent_of_every_length_is_the_reference(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        foreach (int length in Inputs.Lengths)
        {
            foreach (var settings in s_sgd)
            {
                float[][] actual = State(length, 2);
                if (settings.Momentum == 0)
                    actual[1] = [];
                double[][] expected = Array.ConvertAll(actual, values => Inputs.Wide(values));
                for (int step = 1; step <= 3; step++)
                {
                    float[] g = Inputs.Normal(length, step);
                    SgdUpdate.Step(actual[0], g, actual[1], settings);
                    SgdUpdateReference.Step(expected[0], Inputs.Wide(g), expected[1], settings);
                }

                for (int i = 0; i < 2; i++)
                    Close.AssertNmse(expected[i], actual[i], $"sgd state {i} of {length} with {settings} on {path}");
            }
        }
    }

    [Fact]
    public void Momentum_worked_by_hand()
    {
        float[] w = [0.5f], v = [0.1f];
        SgdUpdate.Step(w, [0.2f], v, new SgdSettings(0.1f, 0.9f));
        Assert.Equal(0.29, v[0], 1e-7);
        Assert.Equal(0.471, w[0], 1e-7);
    }

    [Fact]
    public void The_first_step_of_adam_is_the_rate_in_the_direction_of_the_sign()
    {
        float[] p = [1, 1, 1], m = new float[3], v = new float[3];
        AdamUpdate.Step(p, [0.001f, -5, 0], m, v, new AdamSettings(0.1f), 1);
        // Epsilon is 1e-5 of the smallest gradient.
        Assert.Equal(0.9, p[0], 2e-6);
        Assert.Equal(1.1, p[1], 1e-6);
        Assert.Equal(1, p[2]);
    }

    [Fact]
    public void Threads_paths_and_places_do_not_change_a_bit()
    {
        const int Count = 100_003;
        float[] g = Inputs.Normal(Count, 4);
        var adam = Run(KernelPath.Scalar, 1, 0);
        foreach (var path in Paths.All)
        {
            foreach (int threads in Paths.Threads)
            {
                var again = Run(path, threads, 5);
                for (int i = 0; i < adam.Length; i++)
                    Close.AssertSameBits(adam[i].AsSpan(5), again[i].AsSpan(5), $"state {i} on {path} with {threads} threads");
            }
        }

        float[][] Run(KernelPath path, int threads, int first)
        {
            using var scope = KernelPaths.Use(path);
            using var workers = Workers.Use(threads);
            float[][] a = State(Count, 3), s = State(Count, 2);
            AdamUpdate.Step(a[0].AsSpan(first), g.AsSpan(first), a[1].AsSpan(first), a[2].AsSpan(first), s_adam[2], 7);
            SgdUpdate.Step(s[0].AsSpan(first), g.AsSpan(first), s[1].AsSpan(first), s_sgd[3]);
            return [.. a, .. s];
        }
    }

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void The_sum_of_squares_is_that_of_doubles_at_every_length_and_thread_count(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        foreach (int length in (int[])[.. Inputs.Lengths, 16_383, 16_385, 100_001])
        {
            float[] x = Inputs.Normal(length, length);
            double expected = x.Sum(value => (double)value * value);
            double actual = GradientNorm.SumOfSquares(x);
            Assert.True(Math.Abs(actual - expected) <= 3e-6 * expected, $"{length} on {path}: {actual}, expected {expected}");
            foreach (int threads in Paths.Threads)
            {
                using var workers = Workers.Use(threads);
                Assert.Equal(actual, GradientNorm.SumOfSquares(x));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void One_number_that_is_not_finite_is_noticed_wherever_it_is(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        foreach (int length in (int[])[1, 7, 64, 257, 40_000])
        {
            float[] x = Inputs.Normal(length, length);
            x[length / 2] = float.MaxValue;
            Assert.True(GradientNorm.IsFinite(x));
            foreach (float bad in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
            {
                foreach (int at in (int[])[0, length / 2, length - 1])
                {
                    float[] copy = [.. x];
                    copy[at] = bad;
                    Assert.False(GradientNorm.IsFinite(copy));
                    Assert.False(double.IsFinite(GradientNorm.SumOfSquares(copy)));
                }
            }
        }

        Assert.True(GradientNorm.IsFinite([]));
        Assert.Equal(0, GradientNorm.SumOfSquares([]));
    }

    [Fact]
    public void Scaling_multiplies_every_element()
    {
        float[] x = Inputs.Normal(1000, 3), expected = Array.ConvertAll(x, value => value * 0.3f);
        GradientNorm.Scale(x, 0.3f);
        Assert.Equal(expected, x);
    }

    [Fact]
    public void Wrong_lengths_overlaps_and_settings_are_named()
    {
        var memory = new float[12];
        Assert.Equal("adam: expected gradients of 3, got 2", Message(() => AdamUpdate.Step(new float[3], new float[2], new float[3], new float[3], new(1), 1)));
        Assert.Equal("adam: expected second of 3, got 4", Message(() => AdamUpdate.Step(new float[3], new float[3], new float[3], new float[4], new(1), 1)));
        Assert.Equal("adam: expected rate of at least 0, got NaN", Message(() => AdamUpdate.Step([], [], [], [], new(float.NaN), 1)));
        Assert.Equal("adam: expected weight decay of at least 0, got -1", Message(() => AdamUpdate.Step([], [], [], [], new(1, WeightDecay: -1), 1)));
        Assert.Equal("adam: expected beta1 and beta2 from 0 to below 1, got 1 and 0.5", Message(() => AdamUpdate.Step([], [], [], [], new(1, 1, 0.5f), 1)));
        Assert.Equal("adam: expected a finite gradient scale, got NaN", Message(() => AdamUpdate.Step([], [], [], [], new(1, GradientScale: float.NaN), 1)));
        Assert.Equal("adam: expected step of at least 1, got 0", Message(() => AdamUpdate.Step(new float[3], new float[3], new float[3], new float[3], new(1), 0)));
        Assert.Equal(
            "adam: expected first that does not overlap parameters",
            Message(() => AdamUpdate.Step(memory.AsSpan(0, 3), new float[3], memory.AsSpan(2, 3), new float[3], new(1), 1)));
        Assert.Equal("sgd: expected velocity of 0, got 3", Message(() => SgdUpdate.Step(new float[3], new float[3], new float[3], new(1))));
        Assert.Equal("sgd: expected rate of at least 0, got NaN", Message(() => SgdUpdate.Step([], [], [], new(float.NaN))));
        Assert.Equal("sgd: expected a finite gradient scale, got NaN", Message(() => SgdUpdate.Step([], [], [], new(1, GradientScale: float.NaN))));
        Assert.Equal("sgd: expected a momentum with Nesterov, got 0", Message(() => SgdUpdate.Step(new float[3], new float[3], [], new(1, Nesterov: true))));

        static string Message(Action action) => Assert.Throws<ArgumentException>(action).Message;
    }

    private static float[][] State(int length, int count)
    {
        var state = new float[count][];
        for (int i = 0; i < count; i++)
            state[i] = Array.ConvertAll(Inputs.Normal(length, 100 + i), value => i == 2 ? value * value : value);
        return state;
    }
}
