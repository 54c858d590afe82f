using Attune.Kernels;

namespace Attune.Tensors.Tests;

public class ParameterUpdatesTests
{
    [Fact]
    public void Momentum_worked_by_hand()
    {
        var w = Tensor.F32([0.5f]);
        var v = Tensor.F32([0.1f]);
        ParameterUpdates.Sgd(w, Tensor.F32([0.2f]), v, new SgdSettings(0.1f, 0.9f));
        Assert.Equal(0.29, v.Item(), 1e-7);
        Assert.Equal(0.471, w.Item(), 1e-7);
    }

    [Fact]
    public void Three_steps_of_gradient_descent_worked_by_hand()
    {
        // (w x - y)^2 with w 5, x 2, y 2 and rate 0.1.
        var w = Tensor.F32([5f]).RequireGradient();
        foreach (double expected in (double[])[1.8, 1.16, 1.032])
        {
            w.ZeroGradient();
            ((w * 2) - 2).Square().Sum().Backward();
            ParameterUpdates.Sgd(w, w.Gradient, default, new SgdSettings(0.1f));
            Assert.Equal(expected, w.Item(), 1e-6);
        }
    }

    [Fact]
    public void Single_and_double_precision_agree()
    {
        var settings = new AdamSettings(0.01f, WeightDecay: 0.1f);
        var key = new RandomKey(1, 0, 0);
        var wide = new Tensor[4];
        var narrow = new Tensor[4];
        for (int i = 0; i < 4; i++)
        {
            wide[i] = Tensor.Uniform([3, 50], key with { Site = i }, type: DType.F64);
            narrow[i] = Tensor.Uniform([3, 50], key with { Site = i });
        }

        for (int step = 1; step <= 5; step++)
        {
            ParameterUpdates.Adam(wide[0], wide[1], wide[2], wide[3], settings, step);
            ParameterUpdates.Adam(narrow[0], narrow[1], narrow[2], narrow[3], settings, step);
        }

        // Five steps of a few roundings each.
        for (int i = 0; i < 4; i++)
            Assert.All(wide[i].ToArray<double>().Zip(narrow[i].ToArray<float>()), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.Equal(ParameterUpdates.Norm(wide), ParameterUpdates.Norm(narrow), 1e-5);
        ParameterUpdates.Scale(narrow[0], 2);
        Assert.Equal(2 * ParameterUpdates.Norm(wide[0]), ParameterUpdates.Norm(narrow[0]), 1e-5);
    }

    [Fact]
    public void A_gradient_that_is_not_finite_has_no_finite_norm()
    {
        Assert.False(double.IsFinite(ParameterUpdates.Norm(Tensor.F32([1, float.NaN]), Tensor.F32([1]))));
        Assert.False(double.IsFinite(ParameterUpdates.Norm(Tensor.F32([1]), Tensor.F32([float.PositiveInfinity]))));
    }

    [Fact]
    public void Double_precision_refuses_what_single_precision_refuses()
    {
        var p = Tensor.Ones([2], DType.F64);
        Assert.Equal(
            "adam: expected rate of at least 0, got NaN",
            Assert.Throws<ArgumentException>(() => ParameterUpdates.Adam(p, p, p, p, new(float.NaN), 1)).Message);
        Assert.Equal(
            "adam: expected step of at least 1, got 0", Assert.Throws<ArgumentException>(() => ParameterUpdates.Adam(p, p, p, p, new(1), 0)).Message);
        Assert.Equal(
            "sgd: expected velocity of 2, got 0",
            Assert.Throws<ArgumentException>(() => ParameterUpdates.Sgd(p, p, default, new(1, Momentum: 0.9f))).Message);
    }

    [Fact]
    public void Wrong_shapes_and_views_are_named()
    {
        var p = Tensor.Zeros([2, 3]);
        Assert.Equal(
            "adam: expected gradient [2, 3], got [3, 2]",
            Assert.Throws<ArgumentException>(() => ParameterUpdates.Adam(p, Tensor.Zeros([3, 2]), p, p, new(1), 1)).Message);
        Assert.Equal(
            "sgd: expected gradient without gaps, got a view [2, 3]",
            Assert.Throws<ArgumentException>(() => ParameterUpdates.Sgd(p, Tensor.Zeros([3, 2]).Transpose(), default, new(1))).Message);
    }
}
