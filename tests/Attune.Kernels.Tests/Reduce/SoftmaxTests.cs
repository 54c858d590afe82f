namespace Attune.Kernels.Tests;

public class SoftmaxTests
{
    private delegate void Forward<T>(ReadOnlySpan<T> x, Span<T> y, int rows, int columns);

    private delegate void Backward<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx, int rows, int columns);

    private sealed record Case(Forward<float> Forward, Forward<double> Reference, Backward<float> Backward, Backward<double> ReferenceBackward);

    private static readonly Case s_softmax = new(Softmax.Forward, SoftmaxReference.Forward, Softmax.Backward, SoftmaxReference.Backward);
    private static readonly Case s_logarithm =
        new(LogSoftmax.Forward, LogSoftmaxReference.Forward, LogSoftmax.Backward, LogSoftmaxReference.Backward);

    private static Case Of(bool logarithm) => logarithm ? s_logarithm : s_softmax;

    public static TheoryData<bool, KernelPath> Cases
    {
        get
        {
            var data = new TheoryData<bool, KernelPath>();
            foreach (var path in Paths.All)
            {
                data.Add(false, path);
                data.Add(true, path);
            }

            return data;
        }
    }

    [Fact]
    public void Softmax_of_1_2_3_and_of_10_20_30()
    {
        Assert.Equal([0.09003057f, 0.24472848f, 0.66524094f], Apply(s_softmax, [1, 2, 3], 1, 3), (a, b) => Math.Abs(a - b) < 1e-7);
        // Ten times the differences: nearly the largest alone.
        Assert.Equal([2.0610600e-9f, 4.5397868e-5f, 0.99995460f], Apply(s_softmax, [10, 20, 30], 1, 3), (a, b) => Math.Abs(a - b) < 1e-6 * b);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_and_its_gradient_agree_with_the_reference_at_every_length(bool logarithm, KernelPath path)
    {
        using var _ = KernelPaths.Use(path);
        var it = Of(logarithm);
        foreach (int columns in Inputs.Lengths.Concat([1024, 50_257]))
        {
            // Not wider: where one element takes nearly all, its gradient dy - dy y is a difference of nearly equal numbers.
            var (x, dy) = (Inputs.Normal(2 * columns, columns), Inputs.Normal(2 * columns, 1));
            var (expected, dxExpected, dx) = (new double[x.Length], new double[x.Length], new float[x.Length]);
            it.Reference(Inputs.Wide(x), expected, 2, columns);
            var y = Apply(it, x, 2, columns);
            Close.AssertNmse(expected, y, $"[2, {columns}]");
            it.ReferenceBackward(expected, Inputs.Wide(dy), dxExpected, 2, columns);
            it.Backward(y, dy, dx, 2, columns);
            // With one column the gradient is 0, and what is left of dy - dy y is rounding.
            if (columns > 1)
                Close.AssertNmse(dxExpected, dx, $"gradient of [2, {columns}]");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Huge_and_special_values_agree_with_the_reference(bool logarithm, KernelPath path)
    {
        using var _ = KernelPaths.Use(path);
        foreach (float special in Inputs.Special)
        {
            var x = Inputs.Normal(3 * 37, 2);
            x[40] = special;
            var expected = new double[x.Length];
            Of(logarithm).Reference(Inputs.Wide(x), expected, 3, 37);
            Close.AssertNmse(expected, Apply(Of(logarithm), x, 3, 37), $"with {special}");
        }
    }

    [Fact]
    public void Minus_infinity_masks_exactly()
    {
        var x = Inputs.Normal(37, 3);
        x[5] = x[36] = float.NegativeInfinity;
        var y = Apply(s_softmax, x, 1, 37);
        Assert.Equal(0, y[5]);
        Assert.Equal(0, y[36]);
        Array.Fill(x, float.NegativeInfinity);
        Assert.All(Apply(s_softmax, x, 1, 37), value => Assert.True(float.IsNaN(value)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_gradient_of_the_reference_is_the_central_difference(bool logarithm)
    {
        var it = Of(logarithm);
        var (x, weights) = (Inputs.Wide(Inputs.Normal(2 * 5, 4)), Inputs.Wide(Inputs.Normal(2 * 5, 5)));
        var (y, dx) = (new double[10], new double[10]);
        it.Reference(x, y, 2, 5);
        it.ReferenceBackward(y, weights, dx, 2, 5);
        double Loss()
        {
            it.Reference(x, y, 2, 5);
            return CentralDifferences.Weighted(weights, y);
        }

        CentralDifferences.Assert(x, dx, Loss, "softmax");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Threads_neighbours_aliasing_and_addresses_do_not_change_a_bit(bool logarithm)
    {
        const int Columns = 45;
        var it = Of(logarithm);
        var (x, dy) = (Inputs.Normal(4096 * Columns, 6), Inputs.Normal(4096 * Columns, 7));
        SameBits.AloneAndInBatches((row, rows) => Apply(it, x.AsSpan(row * Columns, rows * Columns), rows, Columns), Columns, "y");
        SameBits.ForEveryThreadCount(() => Apply(it, x, 4096, Columns), "y");
        var y = Apply(it, x, 4096, Columns);
        float[] Gradient(ReadOnlySpan<float> result)
        {
            var dx = new float[x.Length];
            it.Backward(result, dy, dx, 4096, Columns);
            return dx;
        }

        SameBits.ForEveryThreadCount(() => Gradient(y), "dx");
        var expected = Gradient(y);
        it.Backward(y, dy, dy, 4096, Columns);
        Close.AssertSameBits(expected, dy, "dx in place of dy");

        var shifted = new float[x.Length + 3];
        x.CopyTo(shifted, 3);
        it.Forward(shifted.AsSpan(3), shifted.AsSpan(3), 4096, Columns);
        Close.AssertSameBits(y, shifted.AsSpan(3), "in place at an odd address");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Large_outputs_written_past_the_caches_have_the_same_bits(bool logarithm)
    {
        const int Columns = 1024, Rows = 8200, Some = 300;
        var it = Of(logarithm);
        float[] x = Inputs.Normal(Rows * Columns, 3), gradient = new float[Some * Columns];
        Span<float> y = new PinnedBuffer((long)x.Length * sizeof(float)).Span<float>()[..x.Length];
        Span<float> dx = new PinnedBuffer((long)x.Length * sizeof(float)).Span<float>()[..x.Length];
        it.Forward(x, y, Rows, Columns);
        it.Backward(y, x, dx, Rows, Columns);
        foreach (int first in (int[])[0, 1000, Rows - Some])
        {
            var rows = new Range(first * Columns, (first + Some) * Columns);
            Close.AssertSameBits(Apply(it, x.AsSpan(rows), Some, Columns), y[rows], $"rows from {first} on");
            it.Backward(y[rows], x.AsSpan(rows), gradient, Some, Columns);
            Close.AssertSameBits(gradient, dx[rows], $"gradient of rows from {first} on");
        }
    }

    [Fact]
    public void Wrong_shapes_are_named()
    {
        var error = Assert.Throws<ArgumentException>(() => Softmax.Forward(new float[6], new float[5], 2, 3));
        Assert.Equal("softmax: expected y of 6, got 5", error.Message);
        error = Assert.Throws<ArgumentException>(() => LogSoftmax.Backward(new float[6], new float[6], new float[7], 2, 3));
        Assert.Equal("log_softmax: expected dx of 6, got 7", error.Message);
    }

    private static float[] Apply(Case it, ReadOnlySpan<float> x, int rows, int columns)
    {
        var y = new float[x.Length];
        it.Forward(x, y, rows, columns);
        return y;
    }
}
