using Attune.Nn;
using Attune.Tensors;

namespace Attune.Training.Tests;

public class GradientClippingTests
{
    [Fact]
    public void The_norm_is_that_of_all_gradients_together()
    {
        Parameter[] parameters = [WithGradient("a", [3, 0, 4]), WithGradient("b", [12]), Weights.Fresh(1).Parameter("c", [5], Initializer.Ones)];

        Assert.Equal(13, GradientClipping.Norm(parameters), 1e-6);
        Assert.Null(GradientClipping.FirstNotFinite(parameters));
    }

    [Theory]
    [InlineData(13, 1, 1 / 13.0)]
    [InlineData(0.5, 1, 1)]
    [InlineData(13, 0, 1)]
    public void Clipping_by_norm_brings_it_down_to_the_limit(double norm, double limit, double factor) =>
        Assert.Equal(factor, GradientClipping.ByNorm(norm, limit), 1e-12);

    [Fact]
    public void Clipping_by_value_cuts_each_element()
    {
        var parameter = WithGradient("a", [-3, 0.25f, 0, 0.5f, 7]);

        GradientClipping.ByValue([parameter], 0.5);

        Assert.Equal([-0.5f, 0.25f, 0, 0.5f, 0.5f], parameter.Value.Gradient.ToArray<float>());
    }

    [Fact]
    public void The_first_gradient_that_is_not_finite_is_found()
    {
        Parameter[] parameters = [WithGradient("a", [1]), WithGradient("b", [1, float.NaN]), WithGradient("c", [float.PositiveInfinity])];

        Assert.Equal("b", GradientClipping.FirstNotFinite(parameters)?.Name);
        Assert.False(double.IsFinite(GradientClipping.Norm(parameters)));
    }

    private static Parameter WithGradient(string name, float[] gradient)
    {
        var parameter = Weights.Fresh(1).Parameter(name, [gradient.Length], Initializer.Ones);
        using var _ = Step.Begin();
        (parameter.Value * Tensor.F32(gradient)).Sum().Backward();
        return parameter;
    }
}
