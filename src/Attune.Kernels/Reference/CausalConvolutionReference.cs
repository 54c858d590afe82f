namespace Attune.Kernels;

/// <summary><see cref="CausalConvolution"/> in double precision.</summary>
public static class CausalConvolutionReference
{
    /// <inheritdoc cref="CausalConvolution.Forward"/>
    public static void Forward(
        ReadOnlySpan<double> x, ReadOnlySpan<double> weight, ReadOnlySpan<double> bias, ReadOnlySpan<int> offsets, Span<double> y, int rows,
        ConvolutionShape shape)
    {
        Segments.Check("causal_convolution", offsets, rows, shape.Inputs);
        for (int i = 0; i < y.Length; i++)
            y[i] = bias.IsEmpty ? 0 : bias[i % shape.Outputs];
        foreach (var (row, seen, tap) in Pairs(offsets.ToArray(), shape))
        {
            for (int o = 0; o < shape.Outputs; o++)
            {
                for (int c = 0; c < shape.Inputs; c++)
                    y[(row * shape.Outputs) + o] += weight[(((o * shape.Inputs) + c) * shape.Taps) + tap] * x[(seen * shape.Inputs) + c];
            }
        }
    }

    /// <inheritdoc cref="CausalConvolution.Backward"/>
    public static void Backward(
        ReadOnlySpan<double> x, ReadOnlySpan<double> weight, ReadOnlySpan<int> offsets, ReadOnlySpan<double> dy, Span<double> dx, Span<double> dWeight,
        Span<double> dBias, int rows, ConvolutionShape shape)
    {
        dx.Clear();
        for (int i = 0; i < dy.Length && !dBias.IsEmpty; i++)
            dBias[i % shape.Outputs] += dy[i];
        foreach (var (row, seen, tap) in Pairs(offsets.ToArray(), shape))
        {
            for (int o = 0; o < shape.Outputs; o++)
            {
                for (int c = 0; c < shape.Inputs; c++)
                {
                    int w = (((o * shape.Inputs) + c) * shape.Taps) + tap;
                    if (!dx.IsEmpty)
                        dx[(seen * shape.Inputs) + c] += weight[w] * dy[(row * shape.Outputs) + o];
                    if (!dWeight.IsEmpty)
                        dWeight[w] += dy[(row * shape.Outputs) + o] * x[(seen * shape.Inputs) + c];
                }
            }
        }
    }

    /// <summary>All rows, the rows of their own segment that they see, and with which tap.</summary>
    private static IEnumerable<(int Row, int Seen, int Tap)> Pairs(int[] offsets, ConvolutionShape shape)
    {
        for (int s = 0; s < offsets.Length - 1; s++)
        {
            for (int row = offsets[s]; row < offsets[s + 1]; row++)
            {
                for (int tap = 0; tap < shape.Taps; tap++)
                {
                    int seen = row - ((shape.Taps - 1 - tap) * shape.Dilation) + shape.Lookahead;
                    if (seen >= offsets[s] && seen < offsets[s + 1])
                        yield return (row, seen, tap);
                }
            }
        }
    }
}
