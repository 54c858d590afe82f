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
    public void Another_type_and_bounds_that_make_no_sense_are_refused()
    {
        AssertMessage("uniform: expected f32 or f64, got i32", () => Tensor.Uniform([2], s_key, type: DType.I32));
        AssertMessage("uniform: expected a finite low below high, got 1 and 0", () => Tensor.Uniform([2], s_key, 1, 0));
        AssertMessage("uniform: expected a finite low below high, got 0 and NaN", () => Tensor.Uniform([2], s_key, 0, double.NaN));
        AssertMessage("normal: expected deviation of at least 0, got -1", () => Tensor.Normal([2], s_key, deviation: -1));
        AssertMessage("bernoulli: expected a probability from 0 to 1, got 2", () => Tensor.Bernoulli([2], s_key, 2));
    }

    private static void AssertMessage(string expected, Func<Tensor> use) =>
        Assert.Equal(expected, Assert.Throws<ArgumentException>(() => use()).Message);
}
