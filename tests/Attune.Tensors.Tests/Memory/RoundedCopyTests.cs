using Attune.Kernels;

namespace Attune.Tensors.Tests.Memory;

/// <summary>What a parameter was rounded to is kept, and never seen once the parameter was written.</summary>
public class RoundedCopyTests
{
    [Fact]
    public void A_parameter_is_rounded_as_it_is_after_everything_that_writes_it()
    {
        var settings = new AdamSettings(0.3f);
        foreach (var write in (Action<Tensor, Tensor>[])
        [
            (p, g) => p.CopyFrom<float>([5.3f, -4.1f, 3.7f]),
            (p, g) => p.CopyFrom(g),
            (p, g) => p.Slice(0, 1, 2).CopyFrom<float>([7.1f, 8.3f]),
            (p, g) => p.Fill(1.234),
            (p, g) => ParameterUpdates.Scale(p, 0.77),
            (p, g) => ParameterUpdates.Sgd(p, g, default, new SgdSettings(0.3f)),
            (p, g) => ParameterUpdates.Adam(p, g, Tensor.Zeros([3]), Tensor.Zeros([3]), settings, 1),
        ])
        {
            var parameter = Tensor.F32([1.01f, 2.02f, 3.03f]).RequireGradient();
            var gradient = Tensor.F32([0.3f, 0.5f, 0.7f]);
            Assert.Equal(Rounded(parameter), parameter.CastFactor(DType.BF16).ToArray<BFloat16>());
            for (int round = 0; round < 2; round++)
            {
                var before = parameter.CastFactor(DType.BF16).ToArray<BFloat16>();
                write(parameter, gradient);
                Assert.Equal(Rounded(parameter), parameter.CastFactor(DType.BF16).ToArray<BFloat16>());
                Assert.True(round > 0 || !before.AsSpan().SequenceEqual(Rounded(parameter)));
            }
        }
    }

    [Fact]
    public void Its_gradient_is_that_of_any_cast_in_every_step()
    {
        var parameter = Tensor.F32([1, 2, 3]).RequireGradient();
        for (int round = 1; round <= 3; round++)
        {
            using var step = Step.Begin();
            parameter.CastFactor(DType.BF16).Cast(DType.F32).Square().Sum().Backward();
            Assert.Equal([2f * round, 4 * round, 6 * round], parameter.Gradient.ToArray<float>());
        }
    }

    [Fact]
    public void A_cast_is_a_copy_of_its_own()
    {
        var parameter = Tensor.F32([1.01f, 2.02f, 3.03f]).RequireGradient();
        var before = parameter.CastFactor(DType.BF16).ToArray<BFloat16>();
        var cast = parameter.Cast(DType.BF16);
        parameter.Fill(7);
        Assert.Equal(before, cast.ToArray<BFloat16>());
        cast.Fill(0);
        Assert.Equal(Rounded(parameter), parameter.CastFactor(DType.BF16).ToArray<BFloat16>());
    }

    [Fact]
    public void Tensors_that_are_no_parameters_and_results_keep_none()
    {
        var numbers = Tensor.F32([1, 2, 3]);
        numbers.CastFactor(DType.BF16);
        Assert.Null(numbers.State.Rounded);
        using var step = Step.Begin();
        var result = Tensor.F32([1, 2, 3]).RequireGradient() * 2;
        result.CastFactor(DType.BF16);
        Assert.Null(result.State.Rounded);
    }

    private static BFloat16[] Rounded(Tensor x) => [.. x.ToArray<float>().Select(value => (BFloat16)value)];
}
