namespace Attune.Kernels.Tests;

public unsafe class VectorMathTests
{
    /// <summary>Every so many bit patterns of all floats: about 430,000 of them, infinities and NaN among them.</summary>
    private const long Stride = 9_973;

    [Fact]
    public void Exp_is_within_1_ulp_everywhere() => Check<Exponential>(default, Math.Exp, 1);

    [Fact]
    public void Exp2_is_within_1_ulp_everywhere() => Check<Exp2>(default, x => Math.Pow(2, x), 1);

    [Fact]
    public void Exp_of_numbers_up_to_zero_has_the_bits_of_exp()
    {
        foreach (var path in Paths.All)
        {
            float[] x = Array.FindAll(AllFloats(), value => !(value > 0));
            Close.AssertSameBits(Map(path, default(Exponential), x), Map(path, default(ExpNonPositive), x), $"exp on {path}");
        }
    }

    [Fact]
    public void Flushed_exponentials_are_within_1_ulp_and_zero_below_the_normal_range()
    {
        Check<Exp2Flushed>(default, x => x < -126.5 ? 0 : Math.Pow(2, x), 1, x => !(x >= 127));
        Check<ExpFlushed>(default, Math.Exp, 1, x => !(x >= 88) && !(x < -87.3f));
        Assert.All(Map(KernelPath.V256, default(ExpFlushed), [-88f, -100f, -1e30f, float.NegativeInfinity]), y => Assert.Equal(0f, y));
    }

    [Fact]
    public void Log_is_within_1_and_a_half_ulp_everywhere() => Check<Logarithm>(default, Math.Log, 1.5);

    [Fact]
    public void Log_of_one_plus_x_is_within_1_and_a_half_ulp_from_0_to_1() =>
        Check<LogOnePlus>(default, x => x < 1e-5 ? x - (x * x / 2) + (x * x * x / 3) : Math.Log(1 + x), 1.5, x => x is >= 0 and <= 1);

    [Fact]
    public void Tanh_is_within_2_and_a_half_ulp_everywhere() => Check<Tanh>(default, Math.Tanh, 2.5);

    [Fact]
    public void Sigmoid_is_within_2_and_a_half_ulp_everywhere() => Check<Sigmoid>(default, x => 1 / (1 + Math.Exp(-x)), 2.5);

    [Fact]
    public void Softplus_is_within_2_ulp_everywhere() =>
        Check<Softplus>(default, x => Math.Max(x, 0) + LogOnePlusReference(Math.Exp(-Math.Abs(x))), 2);

    [Fact]
    public void Sine_and_cosine_are_within_2_ulp_or_2_to_the_minus_33_up_to_the_largest_angle()
    {
        Check<Sine>(default, Math.Sin, 2, x => Math.Abs(x) <= VectorMath.LargestAngle, 1.2e-10);
        Check<Cosine>(default, Math.Cos, 2, x => Math.Abs(x) <= VectorMath.LargestAngle, 1.2e-10);
        Assert.All(Map(KernelPath.V256, default(Sine), [1e6f, float.PositiveInfinity, float.NaN]), y => Assert.Equal(float.NaN, y));
    }

    [Fact]
    public void Sine_and_cosine_of_turns_are_within_2_ulp_up_to_2_to_the_20_turns()
    {
        Check<SineOfTurns>(default, x => double.SinPi(2.0 * x), 2, x => Math.Abs(x) <= 1 << 20 && (x == 0 || Math.Abs(x) > 1e-36));
        Check<CosineOfTurns>(default, x => double.CosPi(2.0 * x), 2, x => Math.Abs(x) <= 1 << 20);
    }

    [Fact]
    public void Special_values_give_their_limits()
    {
        const float Infinity = float.PositiveInfinity;
        foreach (var path in Paths.All)
        {
            Assert.Equal([0, 1, 1, Infinity, Infinity], Map(path, default(Exponential), [-Infinity, 0, -0f, 88.73f, Infinity]));
            Assert.Equal([float.NaN, float.NegativeInfinity, float.NegativeInfinity, 0, Infinity], Map(path, default(Logarithm), [-1, 0, -0f, 1, Infinity]));
            Assert.Equal([-1, -0f, 1], Map(path, default(Tanh), [-Infinity, -0f, Infinity]));
            Assert.Equal([0, 0.5f, 1], Map(path, default(Sigmoid), [-Infinity, 0, Infinity]));
            Assert.Equal([0, Infinity], Map(path, default(Softplus), [-Infinity, Infinity]));
            Assert.Equal([0, -0f, 0, Infinity], Map(path, default(GeluExact), [-Infinity, -0f, 0, Infinity]));
            Assert.Equal([0, -0f, 0, Infinity], Map(path, default(GeluTanh), [-Infinity, -0f, 0, Infinity]));
            Assert.Equal([0, Infinity], Map(path, default(Silu), [-Infinity, Infinity]));
        }
    }

    internal static float[] AllFloats() => s_allFloats;

    private static readonly float[] s_allFloats = MakeAllFloats();

    private static float[] MakeAllFloats()
    {
        var values = new List<float>(Inputs.Special);
        for (long bits = 0; bits <= uint.MaxValue; bits += Stride)
            values.Add(BitConverter.UInt32BitsToSingle((uint)bits));
        // The bit patterns are dense near zero; this is where the functions do something.
        for (int i = -32_000; i <= 32_000; i++)
            values.Add(i / 256f * 1.0001f);
        return [.. values];
    }

    internal static float[] Map<TFunction>(KernelPath path, TFunction function, float[] x)
        where TFunction : unmanaged, IUnaryFunction
    {
        using var scope = KernelPaths.Use(path);
        var y = new float[x.Length];
        fixed (float* px = x, py = y)
        {
            var kernel = new MapKernel<TFunction> { X = px, Y = py, Function = function };
            Launch.Range(ref kernel, x.Length, Launch.ElementGrain);
        }

        return OneNaN(y);
    }

    /// <summary>Which of the many NaN an operation gives is the processor's business.</summary>
    internal static float[] OneNaN(float[] values) => Array.ConvertAll(values, value => float.IsNaN(value) ? float.NaN : value);

    /// <summary>On the scalar path against the reference; on the others for the same bits.</summary>
    internal static void Check<TFunction>(
        TFunction function, Func<double, double> reference, double ulps, Predicate<float>? where = null, double absolute = 0)
        where TFunction : unmanaged, IUnaryFunction
    {
        float[] x = AllFloats();
        if (where is not null)
            x = Array.FindAll(x, where);
        float[] y = Map(KernelPath.Scalar, function, x);
        var (worst, at) = (0.0, 0);
        for (int i = 0; i < x.Length; i++)
        {
            double expected = reference(x[i]);
            double distance = Math.Abs(y[i] - expected) <= absolute ? 0 : Close.Ulps(expected, y[i]);
            if (!(distance <= worst))
                (worst, at) = (distance, i);
        }

        Assert.True(worst <= ulps, $"{typeof(TFunction).Name}({x[at]:r}) = {y[at]:r}, expected {reference(x[at]):r}: {worst:f2} ulp");
        foreach (var path in Paths.All)
            Close.AssertSameBits(y, Map(path, function, x), $"{typeof(TFunction).Name} on {path}");
    }

    private static double LogOnePlusReference(double x) => x < 1e-5 ? x - (x * x / 2) + (x * x * x / 3) : Math.Log(1 + x);

    private struct Exp2 : IUnaryFunction
    {
        public readonly V Apply<V>(V x)
            where V : struct, ILanes<V> => VectorMath.Exp2(x);

        public readonly V ApplyGradient<V>(V x, V dy)
            where V : struct, ILanes<V> => throw new NotSupportedException();
    }

    private struct ExpNonPositive : IUnaryFunction
    {
        public readonly V Apply<V>(V x)
            where V : struct, ILanes<V> => VectorMath.ExpNonPositive(x);

        public readonly V ApplyGradient<V>(V x, V dy)
            where V : struct, ILanes<V> => throw new NotSupportedException();
    }

    private struct Exp2Flushed : IUnaryFunction
    {
        public readonly V Apply<V>(V x)
            where V : struct, ILanes<V> => VectorMath.Exp2Flushed(x);

        public readonly V ApplyGradient<V>(V x, V dy)
            where V : struct, ILanes<V> => throw new NotSupportedException();
    }

    private struct ExpFlushed : IUnaryFunction
    {
        public readonly V Apply<V>(V x)
            where V : struct, ILanes<V> => VectorMath.ExpFlushed(x);

        public readonly V ApplyGradient<V>(V x, V dy)
            where V : struct, ILanes<V> => throw new NotSupportedException();
    }

    private struct LogOnePlus : IUnaryFunction
    {
        public readonly V Apply<V>(V x)
            where V : struct, ILanes<V> => VectorMath.LogOnePlus(x);

        public readonly V ApplyGradient<V>(V x, V dy)
            where V : struct, ILanes<V> => throw new NotSupportedException();
    }

    private struct Sine : IUnaryFunction
    {
        public readonly V Apply<V>(V x)
            where V : struct, ILanes<V>
        {
            VectorMath.SinCos(x, out var result, out _);
            return result;
        }

        public readonly V ApplyGradient<V>(V x, V dy)
            where V : struct, ILanes<V> => throw new NotSupportedException();
    }

    private struct SineOfTurns : IUnaryFunction
    {
        public readonly V Apply<V>(V x)
            where V : struct, ILanes<V>
        {
            VectorMath.SinCosTurns(x, out var result, out _);
            return result;
        }

        public readonly V ApplyGradient<V>(V x, V dy)
            where V : struct, ILanes<V> => throw new NotSupportedException();
    }

    private struct CosineOfTurns : IUnaryFunction
    {
        public readonly V Apply<V>(V x)
            where V : struct, ILanes<V>
        {
            VectorMath.SinCosTurns(x, out _, out var result);
            return result;
        }

        public readonly V ApplyGradient<V>(V x, V dy)
            where V : struct, ILanes<V> => throw new NotSupportedException();
    }

    private struct Cosine : IUnaryFunction
    {
        public readonly V Apply<V>(V x)
            where V : struct, ILanes<V>
        {
            VectorMath.SinCos(x, out _, out var result);
            return result;
        }

        public readonly V ApplyGradient<V>(V x, V dy)
            where V : struct, ILanes<V> => throw new NotSupportedException();
    }
}
