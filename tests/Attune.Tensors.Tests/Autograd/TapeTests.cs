namespace Attune.Tensors.Tests;

public class TapeTests
{
    [Fact]
    public void Gradients_accumulate_until_they_are_zeroed()
    {
        var w = Tensor.F32([3]).RequireGradient();
        Assert.True(w.Gradient.IsNone);

        (w * w).Sum().Backward();
        (w * 2).Sum().Backward();
        Assert.Equal([8], w.Gradient.ToArray<float>());

        w.ZeroGradient();
        Assert.True(w.Gradient.IsNone);
        (w * 2).Sum().Backward();
        Assert.Equal([2], w.Gradient.ToArray<float>());
    }

    [Fact]
    public void The_gradient_of_a_parameter_outlives_the_step()
    {
        var w = Tensor.F32([3]).RequireGradient();
        for (int i = 1; i <= 2; i++)
        {
            using (Step.Begin())
                (w * w).Sum().Backward();
            Assert.Equal([6 * i], w.Gradient.ToArray<float>());
        }
    }

    [Fact]
    public void Values_of_a_graph_that_is_used_twice_get_the_sum()
    {
        var x = Tensor.F32([2]).RequireGradient();
        var square = x * x;
        var shared = square.Exp();

        (shared * square + shared).Sum().Backward();

        // d/dx of e^(x^2) (x^2 + 1) is 2 x e^(x^2) (x^2 + 2).
        Assert.Equal(4 * Math.Exp(4) * 6, x.Gradient.Item(), 1e-2);
    }

    [Fact]
    public void A_backward_pass_can_be_repeated()
    {
        var x = Tensor.F32([2]).RequireGradient();
        var y = (x * x).Sum();
        y.Backward();
        y.Backward();

        Assert.Equal(8, x.Gradient.Item());
    }

    [Fact]
    public void An_error_in_a_backward_pass_leaves_no_gradients_behind()
    {
        var x = Tensor.F32([2]).RequireGradient();
        Tensor lost;
        using (Step.Begin())
            lost = x * 5;
        var y = Tape.Record(Tensor.Scalar(0), new NeedsAnEndedTensor(lost));

        var square = x * x;
        Assert.Throws<InvalidOperationException>((square * 3 + y + square).Sum().Backward);
        x.ZeroGradient();
        square.Sum().Backward();
        Assert.Equal(4, x.Gradient.Item());
    }

    [Fact]
    public void A_kept_result_is_a_value_and_a_kept_parameter_stays_one()
    {
        Tensor result, parameter;
        using (Step.Begin())
        {
            parameter = Tensor.F32([2]).RequireGradient().Keep();
            result = (parameter * 3).Keep();
        }

        Assert.False(result.RequiresGradient);
        (parameter * result).Sum().Backward();
        Assert.Equal(6, parameter.Gradient.Item());
    }

    [Fact]
    public void A_parameter_that_is_kept_after_a_backward_pass_keeps_its_gradient()
    {
        Tensor parameter;
        using (Step.Begin())
        {
            parameter = Tensor.F32([2]).RequireGradient();
            (parameter * 3).Sum().Backward();
            parameter.Keep();
        }

        Assert.Equal(3, parameter.Gradient.Item());
        using (Step.Begin())
            (parameter * 4).Sum().Backward();
        Assert.Equal(7, parameter.Gradient.Item());
    }

    [Fact]
    public void Nothing_is_recorded_within_no_gradient()
    {
        var x = Tensor.F32([2]).RequireGradient();
        using (Tape.NoGradient())
        {
            Assert.False((x * x).RequiresGradient);
            using (Tape.NoGradient())
                Assert.False(Tape.IsRecording);
            Assert.False(Tape.IsRecording);
        }

        Assert.True((x * x).RequiresGradient);
    }

    [Fact]
    public void Wrong_uses_say_so()
    {
        var x = Tensor.Ones([2]).RequireGradient();
        var y = x * 2;

        Assert.Equal("backward: expected a single number, got [2]; pass its gradient", Assert.Throws<ArgumentException>(y.Backward).Message);
        Assert.Equal(
            "backward: expected a gradient f32 [2], got f32 [3]",
            Assert.Throws<ArgumentException>(() => y.Backward(Tensor.Ones([3]))).Message);
        Assert.StartsWith(
            "backward: the tensor [] made by sum was computed from no parameter",
            Assert.Throws<InvalidOperationException>(() => Tensor.Ones([2]).Sum().Backward()).Message,
            StringComparison.Ordinal);
        Assert.Equal(
            "require_gradient: expected a leaf, got the result [2] of multiply, which has a gradient already",
            Assert.Throws<InvalidOperationException>(() => y.RequireGradient()).Message);
        Assert.Throws<InvalidOperationException>(() => Tensor.I32([1]).RequireGradient());
    }

    [Fact]
    public void A_value_that_a_recomputed_function_captures_is_an_error_unless_it_is_a_parameter()
    {
        var w = Tensor.Ones([2]).RequireGradient();
        var captured = w * 3;

        Operations.Recompute(x => x[0] * w, Tensor.Ones([2])).Sum().Backward();
        Assert.Equal([1, 1], w.Gradient.ToArray<float>());
        var y = Operations.Recompute(x => x[0] * captured, Tensor.Ones([2])).Sum();

        Assert.Equal(
            "recompute: the function uses a tensor [2] that needs a gradient and is not among its inputs; pass it as an input",
            Assert.Throws<InvalidOperationException>(y.Backward).Message);
    }

    [Fact]
    public void Recomputed_activations_are_given_back_at_once()
    {
        var w = Tensor.Ones([1000]).RequireGradient();
        using var _ = Step.Begin();
        Tensor inside = default;
        var y = Operations.Recompute(x => (inside = x[0] * w).Exp(), Tensor.Ones([1000]));

        Assert.True(inside.HasEnded);
        Assert.False(y.HasEnded);
        y.Backward(Tensor.Ones([1000]));
        Assert.True(inside.HasEnded);
        Assert.Equal(Math.E, w.Gradient.Slice(0, 7, 1).Item(), 1e-6);
    }

    [Fact]
    public void Both_outputs_of_an_operation_bring_their_gradients()
    {
        var x = Tensor.F32([3]).RequireGradient();
        var (twice, thrice) = (Tensor.F32([6]), Tensor.F32([9]));
        Tape.Record(twice, thrice, new TwiceAndThriceGradient(x, thrice));

        (twice + thrice).Sum().Backward();
        Assert.Equal(5, x.Gradient.Item());
        thrice.Sum().Backward();
        Assert.Equal(8, x.Gradient.Item());
        twice.Sum().Backward();
        Assert.Equal(10, x.Gradient.Item());
    }

    private readonly struct TwiceAndThriceGradient(Tensor x, Tensor thrice) : IGradient
    {
        public void Backward(Tensor outputGradient, Gradients gradients)
        {
            gradients.Add(x, outputGradient * 2);
            if (gradients.Of(thrice) is { IsNone: false } second)
                gradients.Add(x, second * 3);
        }
    }

    private readonly struct NeedsAnEndedTensor(Tensor lost) : IGradient
    {
        public void Backward(Tensor outputGradient, Gradients gradients) => gradients.Add(lost, outputGradient);
    }
}
