namespace Attune.Kernels;

/// <summary>
/// Root mean square normalization of each row of x [N, C]: y = x / sqrt(mean(x^2) + eps) * gain. B. Zhang, R. Sennrich,
/// arXiv:1910.07467.
/// </summary>
/// <remarks>Magnitudes up to 1e18. A row's bits depend on the row only.</remarks>
public static class RmsNorm
{
    /// <summary>Computes y.</summary>
    /// <param name="x">[N, C].</param>
    /// <param name="gain">[C], or empty for 1.</param>
    /// <param name="y">[N, C]; may be <paramref name="x"/>.</param>
    /// <param name="rows">N.</param>
    /// <param name="columns">C.</param>
    /// <param name="epsilon">Added to the mean square.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void Forward(ReadOnlySpan<float> x, ReadOnlySpan<float> gain, Span<float> y, int rows, int columns, float epsilon) =>
        RowNorm.Forward<NotCentered>("rms_norm", x, default, gain, default, default, y, rows, columns, epsilon);

    /// <summary>sum = x + residual; y = RMS norm of sum.</summary>
    /// <param name="x">[N, C].</param>
    /// <param name="residual">[N, C].</param>
    /// <param name="gain">[C], or empty for 1.</param>
    /// <param name="sum">[N, C]; may be <paramref name="x"/> or <paramref name="residual"/>.</param>
    /// <param name="y">[N, C]; may be <paramref name="x"/> or <paramref name="residual"/>, not <paramref name="sum"/>.</param>
    /// <param name="rows">N.</param>
    /// <param name="columns">C.</param>
    /// <param name="epsilon">Added to the mean square.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void ForwardResidual(
        ReadOnlySpan<float> x, ReadOnlySpan<float> residual, ReadOnlySpan<float> gain, Span<float> sum, Span<float> y, int rows, int columns,
        float epsilon)
    {
        RowNorm.CheckResidual("rms_norm", x, residual, sum, y);
        RowNorm.Forward<NotCentered>("rms_norm", x, residual, gain, default, sum, y, rows, columns, epsilon);
    }

    /// <summary>
    /// Overwrites dx, adds to dGain. With r = 1 / sqrt(mean(x^2) + eps) and g = dy gain:
    /// dx = r (g - x r mean(g x r)) + dSum; dGain = sum over rows of dy x r.
    /// </summary>
    /// <param name="x">[N, C]; for <see cref="ForwardResidual"/> its sum.</param>
    /// <param name="gain">[C], or empty for 1.</param>
    /// <param name="dy">[N, C].</param>
    /// <param name="dSum">[N, C], the gradient that reaches the sum of <see cref="ForwardResidual"/> from elsewhere, or empty.</param>
    /// <param name="dx">[N, C]; may be <paramref name="dy"/>, <paramref name="x"/> or <paramref name="dSum"/>.</param>
    /// <param name="dGain">[C], or empty when not wanted.</param>
    /// <param name="rows">N.</param>
    /// <param name="columns">C.</param>
    /// <param name="epsilon">As in the forward pass.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void Backward(
        ReadOnlySpan<float> x, ReadOnlySpan<float> gain, ReadOnlySpan<float> dy, ReadOnlySpan<float> dSum, Span<float> dx, Span<float> dGain,
        int rows, int columns, float epsilon) =>
        RowNorm.Backward<NotCentered>("rms_norm", x, gain, dy, dSum, dx, dGain, default, rows, columns, epsilon);
}
