using Attune.Kernels;

namespace Attune.Tensors.Tests.WorkedByHand;

/// <summary>Attention and softmax in numbers small enough to follow.</summary>
public class AttentionTests
{
    /// <summary>
    /// Q K^T / sqrt(2) is 0.7071 on the diagonal and 0 beside it; softmax makes 0.6698 and 0.3302 of a row, and
    /// 0.6698 [1, 2] + 0.3302 [3, 4] = [1.6605, 2.6605].
    /// </summary>
    [Fact]
    public void Attention_with_queries_and_keys_of_the_identity_gives_1_6605_and_2_3395()
    {
        var q = Tensor.F64([1, 0, 0, 1], [2, 2]);
        var k = Tensor.F64([1, 0, 0, 1], [2, 2]);
        var v = Tensor.F64([1, 2, 3, 4], [2, 2]);

        var weights = (q.MatMul(k.Transpose()) / Math.Sqrt(2)).Softmax();
        var byHand = weights.MatMul(v);
        var (oneHead, offsets) = (new Shape(2, 1, 2), Tensor.I32([0, 2]));
        var fused = q.Reshape(oneHead).Attention(k.Reshape(oneHead), v.Reshape(oneHead), offsets, default(NoMask));

        Assert.Equal([0.6698, 0.3302, 0.3302, 0.6698], weights.ToArray<double>().Select(value => Math.Round(value, 4)));
        Assert.Equal([1.6605, 2.6605, 2.3395, 3.3395], byHand.ToArray<double>().Select(value => Math.Round(value, 4)));
        Assert.Equal([1.6605, 2.6605, 2.3395, 3.3395], fused.ToArray<double>().Select(value => Math.Round(value, 4)));
    }

    /// <summary>e^1, e^2, e^3 over their sum 30.193.</summary>
    [Fact]
    public void Softmax_of_1_2_3_is_0_0900_0_2447_0_6652() =>
        Assert.Equal([0.0900, 0.2447, 0.6652], Tensor.F64([1, 2, 3]).Softmax().ToArray<double>().Select(value => Math.Round(value, 4)));

    /// <summary>Ten times the differences: nearly all of the weight goes to the largest, e^-10 = 4.54e-5 to the next.</summary>
    [Fact]
    public void Softmax_of_10_20_30_is_nearly_all_on_the_last()
    {
        double[] p = Tensor.F64([10, 20, 30]).Softmax().ToArray<double>();

        Assert.Equal(2.0611e-9, p[0], 1e-13);
        Assert.Equal(4.5398e-5, p[1], 1e-9);
        Assert.Equal(0.99995, p[2], 1e-5);
    }

    /// <summary>
    /// q . k is a sum of d products of variance 1, so its variance is d; divided by sqrt(d), it is 1 again and softmax stays soft.
    /// </summary>
    [Theory]
    [InlineData(4)]
    [InlineData(16)]
    [InlineData(64)]
    [InlineData(256)]
    public void The_variance_of_q_dot_k_grows_with_d_and_dividing_by_its_root_undoes_that(int d)
    {
        const int Pairs = 20_000;
        var q = Tensor.Normal([Pairs, d], new(1, 0, 0));
        var k = Tensor.Normal([Pairs, d], new(1, 0, 1));

        var scores = (q * k).Sum(-1);

        // The estimate's own deviation is sqrt((2 + 6 / d) / pairs), about 1.3 %: 6 % is more than four of them.
        Assert.Equal(1, scores.Variance(0).Item() / d, 0.06);
        Assert.Equal(1, (scores / Math.Sqrt(d)).Variance(0).Item(), 0.06);
    }
}
