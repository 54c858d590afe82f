namespace Attune.Kernels.Tests;

/// <summary>Every function of one number: kernels against the references, and what all of them promise.</summary>
public class UnaryTests
{
    internal delegate void Forward<T>(ReadOnlySpan<T> x, Span<T> y);

    internal delegate void Backward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> dx);

    /// <param name="Ulps">Bound of the value at x.</param>
    /// <param name="SlopeUlps">Bound of the derivative.</param>
    /// <param name="SlopeTerm">
    /// Where the derivative is a sum with a root, one term of it: the bound is then in units of the larger of the two.
    /// </param>
    /// <param name="Low">The least input of random tests: functions have poles and kinks.</param>
    internal sealed record Case(
        Forward<float> Forward,
        Backward<float> Backward,
        Forward<double> Reference,
        Backward<double> ReferenceBackward,
        Func<double, double> Ulps,
        double SlopeUlps,
        Func<double, double>? SlopeTerm = null,
        double Low = double.NegativeInfinity)
    {
        public Case(
            Forward<float> forward, Backward<float> backward, Forward<double> reference, Backward<double> referenceBackward,
            double ulps, double slopeUlps, Func<double, double>? slopeTerm = null, double low = double.NegativeInfinity)
            : this(forward, backward, reference, referenceBackward, _ => ulps, slopeUlps, slopeTerm, low)
        {
        }
    }

    private static readonly Dictionary<string, Case> s_cases = new()
    {
        ["relu"] = new(Activations.Relu, Activations.ReluBackward, ActivationsReference.Relu, ActivationsReference.ReluBackward, 0, 0),
        ["leaky_relu"] = new(
            (x, y) => Activations.LeakyRelu(x, y, 0.125f),
            (x, dy, dx) => Activations.LeakyReluBackward(x, dy, dx, 0.125f),
            (x, y) => ActivationsReference.LeakyRelu(x, y, 0.125),
            (x, dy, dx) => ActivationsReference.LeakyReluBackward(x, dy, dx, 0.125),
            0.5, 0.5),
        ["gelu_exact"] = new(
            Activations.GeluExact, Activations.GeluExactBackward, ActivationsReference.GeluExact, ActivationsReference.GeluExactBackward,
            8, 8, x => ErrorFunctionReference.Erfc(-x / Math.Sqrt(2)) / 2),
        ["gelu_tanh"] = new(
            Activations.GeluTanh, Activations.GeluTanhBackward, ActivationsReference.GeluTanh, ActivationsReference.GeluTanhBackward,
            4, 10, x => Logistic(1.5957691216057308 * (x + (0.044715 * x * x * x)))),
        ["silu"] = new(
            Activations.Silu, Activations.SiluBackward, ActivationsReference.Silu, ActivationsReference.SiluBackward, 4, 10, Logistic),
        ["sigmoid"] = new(
            Activations.Sigmoid, Activations.SigmoidBackward, ActivationsReference.Sigmoid, ActivationsReference.SigmoidBackward, 2.5, 4.5),
        ["tanh"] = new(Activations.Tanh, Activations.TanhBackward, ActivationsReference.Tanh, ActivationsReference.TanhBackward, 2.5, 4),
        ["softplus"] = new(
            Activations.Softplus, Activations.SoftplusBackward, ActivationsReference.Softplus, ActivationsReference.SoftplusBackward, 2, 4),
        ["exp"] = new(Functions.Exp, Functions.ExpBackward, FunctionsReference.Exp, FunctionsReference.ExpBackward, 1, 2),
        ["log"] = new(Functions.Log, Functions.LogBackward, FunctionsReference.Log, FunctionsReference.LogBackward, 1.5, 1, low: 0.05),
        ["sqrt"] = new(Functions.Sqrt, Functions.SqrtBackward, FunctionsReference.Sqrt, FunctionsReference.SqrtBackward, 0.5, 2, low: 0.05),
        ["square"] = new(Functions.Square, Functions.SquareBackward, FunctionsReference.Square, FunctionsReference.SquareBackward, 0.5, 1),
        ["reciprocal"] = new(
            Functions.Reciprocal, Functions.ReciprocalBackward, FunctionsReference.Reciprocal, FunctionsReference.ReciprocalBackward,
            0.5, 2, low: 0.05),
        ["abs"] = new(Functions.Abs, Functions.AbsBackward, FunctionsReference.Abs, FunctionsReference.AbsBackward, 0, 0),
        ["negate"] = new(Functions.Negate, Functions.NegateBackward, FunctionsReference.Negate, FunctionsReference.NegateBackward, 0, 0),
        ["power 3"] = Power(3),
        ["power -2"] = Power(-2),
        ["power 0"] = Power(0),
        ["power 1"] = Power(1),
        ["power 2.5"] = Power(2.5f),
        ["power -0.5"] = Power(-0.5f),
    };

    public static TheoryData<string, KernelPath> All
    {
        get
        {
            var data = new TheoryData<string, KernelPath>();
            foreach (string name in s_cases.Keys)
            {
                foreach (var path in Paths.All)
                    data.Add(name, path);
            }

            return data;
        }
    }

    public static TheoryData<string> Names => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_and_slopes_of_all_kinds_of_floats_are_within_their_bounds_and_the_same_on_every_path(string name)
    {
        var test = s_cases[name];
        float[] x = VectorMathTests.AllFloats();
        double[] expected = new double[x.Length], slope = new double[x.Length], ones = new double[x.Length];
        Array.Fill(ones, 1);
        test.Reference(Inputs.Wide(x), expected);
        test.ReferenceBackward(Inputs.Wide(x), ones, slope);
        var (y, dx) = ValuesAndSlopes(test, KernelPath.Scalar, x);
        for (int i = 0; i < x.Length; i++)
        {
            AssertWithinBound(test, name, x[i], expected[i], y[i]);
            double term = test.SlopeTerm?.Invoke(x[i]) ?? 0;
            // A factor of the slope overflows a little before the slope.
            double distance = Math.Abs(slope[i]) > 1e38 ? 0 : Close.Ulps(slope[i], dx[i], term);
            if (!(distance <= test.SlopeUlps))
                Assert.Fail($"slope of {name} at {x[i]:r} is {dx[i]:r}, expected {slope[i]:r}: {distance:f2} ulp");
        }

        foreach (var path in Paths.All)
        {
            var (again, slopeAgain) = ValuesAndSlopes(test, path, x);
            Close.AssertSameBits(y, again, $"{name} on {path}");
            Close.AssertSameBits(dx, slopeAgain, $"slope of {name} on {path}");
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_length_at_every_offset_is_the_reference(string name, KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        var test = s_cases[name];
        foreach (int length in Inputs.Lengths)
        {
            int offset = length % 9;
            var (x, dy) = (Draw(test, length + offset, length), Inputs.Normal(length + offset, length + 1000));
            var (y, dx) = (Fence(length + offset), Fence(length + offset));
            test.Forward(x.AsSpan(offset), y.AsSpan(offset, length));
            test.Backward(x.AsSpan(offset), dy.AsSpan(offset), dx.AsSpan(offset, length));
            var (expected, gradient) = (new double[length], new double[length]);
            test.Reference(Inputs.Wide(x.AsSpan(offset)), expected);
            test.ReferenceBackward(Inputs.Wide(x.AsSpan(offset)), Inputs.Wide(dy.AsSpan(offset)), gradient);
            for (int i = 0; i < length; i++)
                AssertWithinBound(test, $"{name} of {length} on {path}", x[offset + i], expected[i], y[offset + i]);
            Close.AssertNmse(gradient, dx.AsSpan(offset, length), $"{name} backward of {length} on {path}");
            AssertFence(y, offset, length);
            AssertFence(dx, offset, length);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Paths_threads_and_places_do_not_change_a_bit(string name)
    {
        var test = s_cases[name];
        const int Count = 70_001;
        float[] x = Draw(test, Count, 5), dy = Inputs.Normal(Count, 6);
        float[] y = new float[Count], dx = new float[Count];
        using (KernelPaths.Use(KernelPath.Scalar))
        {
            test.Forward(x, y);
            test.Backward(x, dy, dx);
        }

        foreach (var path in Paths.All)
        {
            using var scope = KernelPaths.Use(path);
            foreach (int threads in Paths.Threads)
            {
                using var workers = Workers.Use(threads);
                // The first elements are left out, so that every element is now in another lane; then in place.
                float[] again = x[3..], gradient = dy[3..];
                test.Backward(again, gradient, gradient);
                test.Forward(again, again);
                Close.AssertSameBits(y.AsSpan(3), again, $"{name} on {path}, {threads} threads");
                Close.AssertSameBits(dx.AsSpan(3), gradient, $"{name} backward on {path}, {threads} threads");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_gradient_of_the_reference_is_its_difference_quotient(string name)
    {
        var test = s_cases[name];
        double[] x = Inputs.Wide(Draw(test, 64, 9));
        double[] ones = new double[64], slope = new double[64], above = new double[64], below = new double[64];
        Array.Fill(ones, 1);
        const double Step = 1e-6;
        test.ReferenceBackward(x, ones, slope);
        test.Reference(Array.ConvertAll(x, value => value + Step), above);
        test.Reference(Array.ConvertAll(x, value => value - Step), below);
        for (int i = 0; i < 64; i++)
        {
            double quotient = (above[i] - below[i]) / (2 * Step);
            Assert.True(Math.Abs(quotient - slope[i]) <= 1e-5 + (1e-3 * Math.Abs(quotient)), $"{name} at {x[i]}: {slope[i]}, expected {quotient}");
        }
    }

    [Theory]
    [InlineData("silu")]
    [InlineData("gelu_exact")]
    public void Large_outputs_that_bypass_the_caches_have_the_same_bits(string name)
    {
        var test = s_cases[name];
        int count = (int)(Streaming.FromBytes / sizeof(float)) + 1003;
        float[] x = new float[count], y = new float[count], inPlace = new float[count], dx = new float[count];
        RandomNumbers.Normal(new RandomKey(1, 2, 3), x, 1, count);
        x.CopyTo(inPlace, 0);
        test.Forward(x.AsSpan(1), y.AsSpan(1));
        test.Forward(inPlace.AsSpan(1), inPlace.AsSpan(1));
        Close.AssertSameBits(inPlace.AsSpan(1), y.AsSpan(1), name);
        x.CopyTo(inPlace, 0);
        test.Backward(x.AsSpan(1), y.AsSpan(1), dx.AsSpan(1));
        test.Backward(inPlace.AsSpan(1), y.AsSpan(1), inPlace.AsSpan(1));
        Close.AssertSameBits(inPlace.AsSpan(1), dx.AsSpan(1), $"{name} backward");
    }

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void Sine_and_cosine_and_their_gradients_are_the_references_at_every_length(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        foreach (int length in Inputs.Lengths)
        {
            int offset = length % 9;
            float[] x = Inputs.Normal(length + offset, length, 30), dy = Inputs.Normal(length + offset, length + 1000);
            Assert(Functions.Sin, FunctionsReference.Sin, "sin");
            Assert(Functions.Cos, FunctionsReference.Cos, "cos");
            Assert(
                (from, to) => Functions.SinBackward(from, dy.AsSpan(offset), to),
                (from, to) => FunctionsReference.SinBackward(from, Inputs.Wide(dy.AsSpan(offset)), to),
                "sin backward");
            Assert(
                (from, to) => Functions.CosBackward(from, dy.AsSpan(offset), to),
                (from, to) => FunctionsReference.CosBackward(from, Inputs.Wide(dy.AsSpan(offset)), to),
                "cos backward");

            void Assert(Forward<float> compute, Forward<double> reference, string what)
            {
                float[] y = Fence(length + offset);
                var expected = new double[length];
                compute(x.AsSpan(offset), y.AsSpan(offset, length));
                reference(Inputs.Wide(x.AsSpan(offset)), expected);
                Close.AssertNmse(expected, y.AsSpan(offset, length), $"{what} of {length} on {path}");
                AssertFence(y, offset, length);
            }
        }
    }

    [Fact]
    public void The_gradients_of_sine_and_cosine_are_difference_quotients()
    {
        double[] x = Inputs.Wide(Inputs.Normal(64, 9, 30)), y = new double[64], weights = Inputs.Wide(Inputs.Normal(64, 10)), gradient = new double[64];
        FunctionsReference.SinBackward(x, weights, gradient);
        CentralDifferences.Assert(x, gradient, () => Loss(FunctionsReference.Sin), "sin");
        FunctionsReference.CosBackward(x, weights, gradient);
        CentralDifferences.Assert(x, gradient, () => Loss(FunctionsReference.Cos), "cos");

        double Loss(Forward<double> function)
        {
            function(x, y);
            return CentralDifferences.Weighted(weights, y);
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(-1f)]
    [InlineData(1e10f)]
    public void Powers_of_all_kinds_of_floats_with_special_exponents_are_those_of_IEEE_754(float exponent)
    {
        float[] x = [.. Inputs.Special, 0.5f, -0.5f, 2f, -2f], y = new float[x.Length];
        foreach (var path in Paths.All)
        {
            using var scope = KernelPaths.Use(path);
            Functions.Power(x, y, exponent);
            for (int i = 0; i < x.Length; i++)
                Assert.True(Close.Ulps(Math.Pow(x[i], exponent), y[i]) <= 4, $"{x[i]}^{exponent} on {path}: {y[i]}, expected {Math.Pow(x[i], exponent)}");
        }
    }

    [Fact]
    public void Wrong_lengths_and_shifted_overlaps_are_named()
    {
        Assert.Equal("relu: expected y of 5, got 4", Message(() => Activations.Relu(new float[5], new float[4])));
        Assert.Equal("silu backward: expected dy of 5, got 6", Message(() => Activations.SiluBackward(new float[5], new float[6], new float[5])));
        Assert.Equal("silu backward: expected dx of 5, got 0", Message(() => Activations.SiluBackward(new float[5], new float[5], [])));
        var memory = new float[10];
        Assert.Equal(
            "exp: expected y to be x or not to overlap it",
            Message(() => Functions.Exp(memory.AsSpan(0, 5), memory.AsSpan(2, 5))));

        static string Message(Action action) => Assert.Throws<ArgumentException>(action).Message;
    }

    internal static float[] Fence(int length)
    {
        // One more than is written, and a value that must survive wherever nothing is written.
        var values = new float[length + 1];
        Array.Fill(values, 12345f);
        return values;
    }

    internal static void AssertFence(float[] values, int offset, int length)
    {
        Assert.All(values[..offset], value => Assert.Equal(12345f, value));
        Assert.All(values[(offset + length)..], value => Assert.Equal(12345f, value));
    }

    private static void AssertWithinBound(Case test, string what, float x, double expected, float y)
    {
        double bound = float.IsFinite(x) ? test.Ulps(x) : 0;
        double distance = Close.Ulps(expected, y);
        if (!(distance <= bound))
            Assert.Fail($"{what}({x:r}) = {y:r}, expected {expected:r}: {distance:f2} ulp, allowed {bound:f2}");
    }

    private static (float[] Values, float[] Slopes) ValuesAndSlopes(Case test, KernelPath path, float[] x)
    {
        using var scope = KernelPaths.Use(path);
        float[] y = new float[x.Length], dx = new float[x.Length], dy = new float[x.Length];
        Array.Fill(dy, 1f);
        test.Forward(x, y);
        test.Backward(x, dy, dx);
        return (VectorMathTests.OneNaN(y), VectorMathTests.OneNaN(dx));
    }

    private static float[] Draw(Case test, int count, int seed)
    {
        float[] x = Inputs.Normal(count, seed, 2);
        for (int i = 0; i < count; i++)
        {
            if (!double.IsNegativeInfinity(test.Low))
                x[i] = Math.Abs(x[i]) + (float)test.Low;
            else if (Math.Abs(x[i]) < 0.01)
                x[i] = 0.5f;
        }

        return x;
    }

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    private static Case Power(float exponent) => new(
        (x, y) => Functions.Power(x, y, exponent),
        (x, dy, dx) => Functions.PowerBackward(x, dy, dx, exponent),
        (x, y) => FunctionsReference.Power(x, y, exponent),
        (x, dy, dx) => FunctionsReference.PowerBackward(x, dy, dx, exponent),
        2 + Math.Abs(exponent / 8), 4 + Math.Abs(exponent / 8), low: 0.05);
}
