using Attune.Kernels;

namespace Attune.Nn.Tests;

public class InitializerTests
{
    // [fan-out, fan-in]
    private const int Out = 300;
    private const int In = 500;

    /// <summary>The variance of 150,000 numbers is known to 0.4 % (uniform ones better), their mean to 0.3 % of a deviation.</summary>
    [Theory]
    [InlineData("XavierUniform", 2.0 / (In + Out))]
    [InlineData("XavierNormal", 2.0 / (In + Out))]
    [InlineData("HeNormal", 2.0 / In)]
    [InlineData("HeUniform", 2.0 / In)]
    [InlineData("Normal", 0.02 * 0.02)]
    [InlineData("ScaledResidual", 0.02 * 0.02 / 24)]
    public void Numbers_have_the_published_variance(string name, double variance)
    {
        float[] numbers = Make(name);
        double mean = numbers.Average(number => (double)number);

        Assert.Equal(0, mean / Math.Sqrt(variance), 0.015);
        Assert.Equal(1, numbers.Average(number => (number - mean) * (number - mean)) / variance, 0.02);
    }

    [Theory]
    [InlineData("XavierUniform", 6.0 / (In + Out))]
    [InlineData("HeUniform", 6.0 / In)]
    public void Uniform_numbers_fill_their_bounds_and_stay_inside(string name, double squaredBound)
    {
        float[] numbers = Make(name);
        double bound = Math.Sqrt(squaredBound);

        Assert.InRange(numbers.Max(), 0.999 * bound, bound * (1 + 1e-6));
        Assert.InRange(numbers.Min(), -bound * (1 + 1e-6), -0.999 * bound);
    }

    /// <summary>Of normal numbers 4.55 % lie beyond two deviations, of uniform ones none do.</summary>
    [Theory]
    [InlineData("XavierNormal", 0.0455)]
    [InlineData("HeNormal", 0.0455)]
    [InlineData("XavierUniform", 0)]
    public void Normal_numbers_have_tails(string name, double share)
    {
        float[] numbers = Make(name);
        double deviation = Math.Sqrt(numbers.Average(number => (double)number * number));

        Assert.Equal(share, numbers.Count(number => Math.Abs(number) > 2 * deviation) / (double)numbers.Length, 0.003);
    }

    [Fact]
    public void A_parameter_is_a_function_of_seed_and_name()
    {
        float[] Draw(ulong seed, string name) => Weights.Fresh(seed).Parameter(name, [4, 5], Initializer.HeNormal).Value.ToArray<float>();

        Assert.Equal(Draw(1, "a"), Draw(1, "a"));
        Assert.NotEqual(Draw(1, "a"), Draw(1, "b"));
        Assert.NotEqual(Draw(1, "a"), Draw(2, "a"));
    }

    private static float[] Make(string name)
    {
        var initializer = name switch
        {
            "XavierUniform" => Initializer.XavierUniform,
            "XavierNormal" => Initializer.XavierNormal,
            "HeNormal" => Initializer.HeNormal,
            "HeUniform" => Initializer.HeUniform,
            "Normal" => Initializer.Normal(0.02),
            _ => Initializer.ScaledResidual(0.02, layers: 12),
        };
        return initializer.Make([Out, In], new RandomKey(1, 0, 5)).ToArray<float>();
    }
}
