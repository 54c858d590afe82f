using Attune.Tensors;

namespace Attune.Nn.Tests;

public class TokenLossTests
{
    [Fact]
    public void The_mean_counts_rows_that_have_a_label()
    {
        var logits = Tensor.Zeros([3, 4]);
        var labels = Tensor.I32([1, TokenLoss.Ignored, 3]);

        Assert.Equal(Math.Log(4), TokenLoss.CrossEntropy(logits, labels).Item(), 1e-6);
        Assert.Equal(Math.Log(4) + (0.5 * Math.Pow(Math.Log(4), 2)), TokenLoss.CrossEntropy(logits, labels, zLoss: 0.5).Item(), 1e-5);
        Assert.Equal(0, TokenLoss.CrossEntropy(logits, Tensor.I32([-100, -100, -100])).Item());
    }

    [Fact]
    public void Smoothing_gives_every_class_a_share()
    {
        var logits = Tensor.F32([2, 0, 0, 0], [1, 4]);
        double l = Math.Log(Math.Exp(2) + 3);

        Assert.Equal((0.9 * (l - 2)) + (0.1 * (l - 0.5)), TokenLoss.CrossEntropy(logits, Tensor.I32([0]), labelSmoothing: 0.1).Item(), 1e-5);
    }
}
