namespace Attune.Kernels.Tests;

public class CausalConvolutionTests
{
    private static readonly ConvolutionShape[] s_shapes =
    [
        new(3, 5, 2), new(8, 8, 3, Dilation: 4), new(1, 1, 1), new(17, 9, 4, Dilation: 2), new(4, 6, 3, Dilation: 2, Lookahead: 2), new(2, 3, 2, 1, 5),
        new(33, 40, 2, Dilation: 64),
    ];

    [Theory]
    [MemberData(nameof(Paths.Data), MemberType = typeof(Paths))]
    public void It_and_its_gradient_agree_with_the_reference(KernelPath path)
    {
        using var _ = KernelPaths.Use(path);
        foreach (var shape in s_shapes)
        {
            Compare(shape, [0, 1, 1, 20, 41]);
            Compare(shape, [0, 0]);
            // Several blocks of rows, a segment across their border.
            Compare(shape, [0, 300, 1100]);
        }
    }

    [Fact]
    public void Every_number_of_channels_agrees_with_the_reference()
    {
        foreach (int channels in Inputs.Lengths)
            Compare(new(channels, 3, 2), [0, 4, 7]);
    }

    [Fact]
    public void The_gradient_of_the_reference_is_the_central_difference()
    {
        foreach (var shape in (ConvolutionShape[])[new(2, 3, 3, 2), new(2, 2, 3, 1, 1)])
        {
            int[] offsets = [0, 6, 9];
            var (x, weight, bias) = (Wide(9 * shape.Inputs, 1), Wide(shape.Outputs * shape.Inputs * shape.Taps, 2), Wide(shape.Outputs, 3));
            var weights = Wide(9 * shape.Outputs, 4);
            var (y, dx, dWeight, dBias) = (new double[weights.Length], new double[x.Length], new double[weight.Length], new double[bias.Length]);
            CausalConvolutionReference.Backward(x, weight, offsets, weights, dx, dWeight, dBias, 9, shape);
            double Loss()
            {
                CausalConvolutionReference.Forward(x, weight, bias, offsets, y, 9, shape);
                return CentralDifferences.Weighted(weights, y);
            }

            CentralDifferences.Assert(x, dx, Loss, "dx");
            CentralDifferences.Assert(weight, dWeight, Loss, "dWeight");
            CentralDifferences.Assert(bias, dBias, Loss, "dBias");
        }
    }

    [Fact]
    public void Rows_of_other_segments_and_later_rows_never_leak_in()
    {
        var shape = new ConvolutionShape(5, 7, 3, Dilation: 2);
        var (x, weight) = (Inputs.Normal(30 * 5, 1), Inputs.Normal(7 * 5 * 3, 2));
        var clean = Forward(x, weight, [0, 10, 20, 30], shape);
        // The whole first and last segment, and the last rows of the second.
        Array.Fill(x, float.NaN, 0, 50);
        Array.Fill(x, float.PositiveInfinity, 16 * 5, 14 * 5);
        var spoilt = Forward(x, weight, [0, 10, 20, 30], shape);
        Close.AssertSameBits(clean.AsSpan(70, 6 * 7), spoilt.AsSpan(70, 6 * 7), "rows 10 to 15");
    }

    [Fact]
    public void A_segment_is_the_same_alone_and_among_others_on_any_number_of_threads()
    {
        var shape = new ConvolutionShape(19, 21, 2, Dilation: 8);
        int[] offsets = [0, 500, 530, 1200];
        var (x, weight, dy) = (Inputs.Normal(1200 * 19, 1), Inputs.Normal(21 * 19 * 2, 2), Inputs.Normal(1200 * 21, 3));
        SameBits.ForEveryThreadCount(
            () =>
            {
                var (dx, dWeight, dBias) = (new float[x.Length], new float[weight.Length], new float[21]);
                CausalConvolution.Backward(x, weight, offsets, dy, dx, dWeight, dBias, 1200, shape);
                return [.. Forward(x, weight, offsets, shape), .. dx, .. dWeight, .. dBias];
            },
            "convolution");
        var all = Forward(x, weight, offsets, shape);
        var (allDx, dxAlone) = (new float[x.Length], new float[670 * 19]);
        CausalConvolution.Backward(x, weight, offsets, dy, allDx, default, default, 1200, shape);
        CausalConvolution.Backward(x.AsSpan(530 * 19), weight, [0, 670], dy.AsSpan(530 * 21), dxAlone, default, default, 670, shape);
        Close.AssertSameBits(all.AsSpan(530 * 21), Forward(x[(530 * 19)..], weight, [0, 670], shape), "y of the last segment alone");
        Close.AssertSameBits(allDx.AsSpan(530 * 19), dxAlone, "dx of the last segment alone");
    }

    [Fact]
    public void Wrong_shapes_are_named()
    {
        var shape = new ConvolutionShape(2, 3, 2);
        string Message(int x, int weight, int[] offsets, ConvolutionShape given) =>
            Assert.ThrowsAny<ArgumentException>(
                () => CausalConvolution.Forward(new float[x], new float[weight], default, offsets, new float[12], 4, given)).Message;
        Assert.Equal("causal_convolution: expected weight of 12, got 11", Message(8, 11, [0, 4], shape));
        Assert.Equal("causal_convolution: expected x of 8, got 9", Message(9, 12, [0, 4], shape));
        Assert.Equal("causal_convolution: expected offsets that end with 4, got 3", Message(8, 12, [0, 3], shape));
        Assert.Contains("causal_convolution: expected taps of at least 1, got 0", Message(8, 0, [0, 4], shape with { Taps = 0 }), StringComparison.Ordinal);
    }

    private static double[] Wide(int count, int seed) => Inputs.Wide(Inputs.Normal(count, seed));

    private static float[] Forward(float[] x, float[] weight, int[] offsets, ConvolutionShape shape)
    {
        var y = new float[offsets[^1] * shape.Outputs];
        CausalConvolution.Forward(x, weight, default, offsets, y, offsets[^1], shape);
        return y;
    }

    private static void Compare(ConvolutionShape shape, int[] offsets)
    {
        int rows = offsets[^1];
        var (x, weight, bias) = (Inputs.Normal(rows * shape.Inputs, 1), Inputs.Normal(shape.Outputs * shape.Inputs * shape.Taps, 2), Inputs.Normal(shape.Outputs, 3));
        var (dy, y, dx) = (Inputs.Normal(rows * shape.Outputs, 4), new float[rows * shape.Outputs], new float[x.Length]);
        var (dWeight, dBias) = (Inputs.Normal(weight.Length, 5), Inputs.Normal(bias.Length, 6));
        var (yExpected, dxExpected) = (new double[y.Length], new double[x.Length]);
        var (dWeightExpected, dBiasExpected) = (Inputs.Wide(dWeight), Inputs.Wide(dBias));
        CausalConvolutionReference.Forward(Inputs.Wide(x), Inputs.Wide(weight), Inputs.Wide(bias), offsets, yExpected, rows, shape);
        CausalConvolutionReference.Backward(
            Inputs.Wide(x), Inputs.Wide(weight), offsets, Inputs.Wide(dy), dxExpected, dWeightExpected, dBiasExpected, rows, shape);
        CausalConvolution.Forward(x, weight, bias, offsets, y, rows, shape);
        CausalConvolution.Backward(x, weight, offsets, dy, dx, dWeight, dBias, rows, shape);
        Close.AssertNmse(yExpected, y, $"y, {shape}, {rows} rows");
        Close.AssertNmse(dxExpected, dx, $"dx, {shape}, {rows} rows");
        Close.AssertNmse(dWeightExpected, dWeight, $"dWeight, {shape}, {rows} rows");
        Close.AssertNmse(dBiasExpected, dBias, $"dBias, {shape}, {rows} rows");
    }
}
