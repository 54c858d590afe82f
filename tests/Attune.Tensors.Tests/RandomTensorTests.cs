using Attune.Kernels;

namespace Attune.Tensors.Tests;

public class RandomTensorTests
{
    private static readonly RandomKey s_key = new(7, 1, 2);

    [Fact]
    public void A_row_is_the_same_whatever_rows_follow_and_in_double_precision()
    {
        var two = Tensor.Normal([2, 5], s_key);
        var one = Tensor.Normal([1, 5], s_key);
        var wide = Tensor.Normal([2, 5], s_key, type: DType.F64);
        Assert.Equal(two.ToArray<float>()[..5], one.ToArray<float>());
        Assert.Equal(two.ToArray<float>().Select(value => (double)value), wide.ToArray<double>());
    }

    [Fact]
    public void Numbers_lie_within_their_range()
    {
        Assert.All(Tensor.Uniform([1000], s_key, -1, 3).ToArray<float>(), value => Assert.InRange(value, -1, 3));
        Assert.All(Tensor.Bernoulli([1000], s_key, 0.5).ToArray<float>(), value => Assert.True(value is 0 or 1));
        // Of 1,000 normal numbers with mean 100, the mean is within 5 / sqrt(1000) deviations.
        Assert.Equal(100, Tensor.Normal([1000], s_key, 100, 1).ToArray<float>().Average(), 0.16);
    }

    [Fact]
    public void Another_type_is_refused() =>
        Assert.Equal(
            "uniform: expected f32 or f64, got i32",
            Assert.Throws<ArgumentException>(() => Tensor.Uniform([2], s_key, type: DType.I32)).Message);
}
