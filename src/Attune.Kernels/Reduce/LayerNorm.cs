namespace Attune.Kernels;

/// <summary>
/// Layer normalization of each row of x [N, C]: y = (x - mean(x)) / sqrt(var(x) + eps) * gain + bias, where
/// var(x) = mean((x - mean(x))^2). J. Ba, J. Kiros, G. Hinton, arXiv:1607.06450.
/// </summary>
/// <remarks>
/// Statistics by <see cref="RowScaling"/>: exact to float rounding also when the mean is far larger than the deviation; magnitudes up to 1e18. A row's bits depend on the row only.
/// </remarks>
public static class LayerNorm
{
    /// <summary>Computes y.</summary>
    /// <param name="x">[N, C].</param>
    /// <param name="gain">[C], or empty for 1.</param>
    /// <param name="bias">[C], or empty for 0.</param>
    /// <param name="y">[N, C]; may be <paramref name="x"/>.</param>
    /// <param name="rows">N.</param>
    /// <param name="columns">C.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void Forward(
        ReadOnlySpan<float> x, ReadOnlySpan<float> gain, ReadOnlySpan<float> bias, Span<float> y, int rows, int columns, float epsilon) =>
        RowNorm.Forward<Centered>("layer_norm", x, default, gain, bias, default, y, rows, columns, epsilon);

    /// <summary>sum = x + residual; y = layer norm of sum.</summary>
    /// <param name="x">[N, C].</param>
    /// <param name="residual">[N, C].</param>
    /// <param name="gain">[C], or empty for 1.</param>
    /// <param name="bias">[C], or empty for 0.</param>
    /// <param name="sum">[N, C]; may be <paramref name="x"/> or <paramref name="residual"/>.</param>
    /// <param name="y">[N, C]; may be <paramref name="x"/> or <paramref name="residual"/>, not <paramref name="sum"/>.</param>
    /// <param name="rows">N.</param>
    /// <param name="columns">C.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void ForwardResidual(
        ReadOnlySpan<float> x, ReadOnlySpan<float> residual, ReadOnlySpan<float> gain, ReadOnlySpan<float> bias, Span<float> sum, Span<float> y,
        int rows, int columns, float epsilon)
    {
        RowNorm.CheckResidual("layer_norm", x, residual, sum, y);
        RowNorm.Forward<Centered>("layer_norm", x, residual, gain, bias, sum, y, rows, columns, epsilon);
    }

    /// <summary>
    /// Overwrites dx, adds to dGain and dBias. With x^ = (x - mean) / sqrt(var + eps) and g = dy gain:
    /// dx = (g - mean(g) - x^ mean(g x^)) / sqrt(var + eps) + dSum; dGain = sum over rows of dy x^; dBias = sum over rows of dy.
    /// </summary>
    /// <param name="x">[N, C]; for <see cref="ForwardResidual"/> its sum.</param>
    /// <param name="gain">[C], or empty for 1.</param>
    /// <param name="dy">[N, C].</param>
    /// <param name="dSum">[N, C], the gradient that reaches the sum of <see cref="ForwardResidual"/> from elsewhere, or empty.</param>
    /// <param name="dx">[N, C]; may be <paramref name="dy"/>, <paramref name="x"/> or <paramref name="dSum"/>.</param>
    /// <param name="dGain">[C], or empty when not wanted.</param>
    /// <param name="dBias">[C], or empty when not wanted.</param>
    /// <param name="rows">N.</param>
    /// <param name="columns">C.</param>
    /// <param name="epsilon">As in the forward pass.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void Backward(
        ReadOnlySpan<float> x, ReadOnlySpan<float> gain, ReadOnlySpan<float> dy, ReadOnlySpan<float> dSum, Span<float> dx, Span<float> dGain,
        Span<float> dBias, int rows, int columns, float epsilon) =>
        RowNorm.Backward<Centered>("layer_norm", x, gain, dy, dSum, dx, dGain, dBias, rows, columns, epsilon);
}
