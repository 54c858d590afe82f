using Attune.Kernels;
using Attune.Tensors;

namespace Attune.Nn.Tests;

public class FeedForwardTests
{
    private static readonly Pass s_pass = new(Segments.Of(2));

    [Theory]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.GeluExact)]
    [InlineData(Activation.GeluTanh)]
    [InlineData(Activation.Silu)]
    public void A_feed_forward_layer_is_two_products_with_an_activation_between(Activation activation)
    {
        var layer = new FeedForward(Weights.Fresh(1), 3, 5, activation);
        var x = Tensor.F32([1, -2, 3, 0.5f, 1, -1], [2, 3]);
        var p = layer.Parameters;
        var inner = x.MatMul(p[0].Value.Transpose()) + p[1].Value;
        inner = activation switch
        {
            Activation.Relu => inner.Relu(),
            Activation.GeluExact => inner.Gelu(),
            Activation.GeluTanh => inner.GeluTanh(),
            _ => inner.Silu(),
        };
        float[] expected = (inner.MatMul(p[2].Value.Transpose()) + p[3].Value + x).ToArray<float>();

        Assert.Equal(expected, layer.Forward(x, s_pass, residual: x).ToArray<float>(), (a, b) => MathF.Abs(a - b) < 1e-5f);
    }

    [Theory]
    [InlineData(Gate.Silu)]
    [InlineData(Gate.GeluExact)]
    public void A_gated_layer_multiplies_what_comes_up_with_the_activated_gate(Gate gate)
    {
        var layer = new GatedFeedForward(Weights.Fresh(1), 3, 5, gate);
        var x = Tensor.F32([1, -2, 3, 0.5f, 1, -1], [2, 3]);
        var p = layer.Parameters;
        var gates = x.MatMul(p[0].Value.Transpose());
        gates = gate == Gate.Silu ? gates.Silu() : gates.Gelu();
        float[] expected = (gates * x.MatMul(p[1].Value.Transpose())).MatMul(p[2].Value.Transpose()).ToArray<float>();

        Assert.Equal(expected, layer.Forward(x, s_pass).ToArray<float>(), (a, b) => MathF.Abs(a - b) < 1e-5f);
    }
}
