namespace Attune.Tensors.Tests.WorkedByHand;

/// <summary>Learning by going downhill, as one does it with pencil and paper.</summary>
public class GradientDescentTests
{
    /// <summary>
    /// The loss (w x - y)^2 with x = 2, y = 2 has the slope 2 (w x - y) x. From w = 5 with rate 0.1:
    /// 5 - 0.1 * 32 = 1.8; 1.8 - 0.1 * 6.4 = 1.16; 1.16 - 0.1 * 1.28 = 1.032.
    /// </summary>
    [Fact]
    public void Three_steps_on_the_square_of_wx_minus_y_lead_to_1_8_then_1_16_then_1_032()
    {
        var w = Tensor.F64([5]).RequireGradient();
        var seen = new List<double>();
        for (int i = 0; i < 3; i++)
        {
            using var _ = Step.Begin();
            var error = w * 2 - 2;
            (error * error).Sum().Backward();
            w.CopyFrom<double>([w.Item() - (0.1 * w.Gradient.Item())]);
            w.ZeroGradient();
            seen.Add(Math.Round(w.Item(), 12));
        }

        Assert.Equal([1.8, 1.16, 1.032], seen);
    }

    /// <summary>
    /// x [1, 2] through W1 [[0.5, -0.5], [0.5, 0.5]]: [-0.5, 1.5]; ReLU: h [0, 1.5]; through W2 [[1, 1]]: y 1.5. With target 1
    /// the squared error's slope at y is 2 (1.5 - 1) = 1: dW2 = 1 h, dh = 1 W2, and only the second unit is awake, so dW1 = [[0, 0], x].
    /// </summary>
    [Fact]
    public void A_two_layer_ReLU_network_gives_1_5_and_these_gradients()
    {
        var x = Tensor.F32([1, 2], [1, 2]);
        var w1 = Tensor.F32([0.5f, -0.5f, 0.5f, 0.5f], [2, 2]).RequireGradient();
        var w2 = Tensor.F32([1, 1], [1, 2]).RequireGradient();

        var h = x.Linear(w1).Relu();
        var y = h.Linear(w2);
        var error = y - 1;
        (error * error).Sum().Backward();

        Assert.Equal([0, 1.5f], h.ToArray<float>());
        Assert.Equal([1.5f], y.ToArray<float>());
        Assert.Equal([0, 1.5f], w2.Gradient.ToArray<float>());
        Assert.Equal([0, 0, 1, 2], w1.Gradient.ToArray<float>());
    }

    /// <summary>v = 0.9 * 0.1 + 0.2 = 0.29; w = 0.5 - 0.1 * 0.29 = 0.471.</summary>
    [Fact]
    public void Momentum_0_9_turns_a_velocity_of_0_1_and_a_gradient_of_0_2_into_0_29_and_0_471()
    {
        var w = Tensor.F64([0.5]).RequireGradient();
        var v = Tensor.F64([0.1]);
        (w * 0.2).Sum().Backward();

        using (Tape.NoGradient())
        {
            v = v * 0.9 + w.Gradient;
            w.CopyFrom(w - v * 0.1);
        }

        Assert.Equal(0.29, v.Item(), 1e-12);
        Assert.Equal(0.471, w.Item(), 1e-12);
    }
}
