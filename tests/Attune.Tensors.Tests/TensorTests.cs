namespace Attune.Tensors.Tests;

public class TensorTests
{
    [Fact]
    public void Gradient_of_a_product_of_sums()
    {
        var x = Tensor.F32([1, 2, 3, 4], [2, 2]).RequireGradient();
        var w = Tensor.F32([1, 0, 0, 2], [2, 2]).RequireGradient();

        (x.MatMul(w) + Tensor.F32([1, 1])).Exp().Sum().Backward();

        Assert.Equal("f32 [2, 2]\n[[1, 2],\n [3, 4]]", x.ToString());
        Assert.Equal(MathF.Exp(2), x.Gradient.ToArray<float>()[0], 1e-5f);
    }
}
