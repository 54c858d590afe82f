using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>
/// y[o, j] = sum over i of (x[o, i, j] - mean)^2 / (n - correction), for a view [outer, n, inner]; correction 0 gives the variance of
/// the numbers themselves, 1 (Bessel's) the unbiased estimate of what they were drawn from. NaN when n is not above the correction.
/// </summary>
/// <remarks>Two passes: the mean, then the deviations from it. Magnitudes up to 1e18.</remarks>
public static unsafe class Variance
{
    /// <summary>Computes y.</summary>
    /// <param name="x">[outer, n, inner].</param>
    /// <param name="y">[outer, inner]; must not overlap <paramref name="x"/>.</param>
    /// <param name="outer">Dimensions before the reduced one.</param>
    /// <param name="n">The reduced dimension.</param>
    /// <param name="inner">Dimensions after it.</param>
    /// <param name="correction">Subtracted from n.</param>
    /// <exception cref="ArgumentException">A length does not fit, or memory overlaps.</exception>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y, int outer, int n, int inner, int correction)
    {
        FoldEntry.Check("variance", x, y, outer, n, inner, leastN: 0);
        using var mean = Scratch.Rent((long)y.Length * sizeof(float));
        fixed (float* pX = x, pY = y)
        {
            Means(pX, mean.Floats, outer, n, inner);
            Fold.Run<SquaredDeviation, SumOf>(pX, null, mean.Floats, pY, outer, n, inner);
        }

        TensorPrimitives.Divide(y, n > correction ? n - correction : float.NaN, y);
    }

    /// <summary>Overwrites dx[o, i, j] = 2 (x[o, i, j] - mean) dy[o, j] / (n - correction).</summary>
    /// <param name="x">[outer, n, inner].</param>
    /// <param name="dy">[outer, inner].</param>
    /// <param name="dx">[outer, n, inner]; may be <paramref name="x"/>.</param>
    /// <param name="outer">Dimensions before the reduced one.</param>
    /// <param name="n">The reduced dimension.</param>
    /// <param name="inner">Dimensions after it.</param>
    /// <param name="correction">As in the forward pass.</param>
    /// <exception cref="ArgumentException">A length does not fit, or memory overlaps.</exception>
    public static void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, int outer, int n, int inner, int correction)
    {
        FoldEntry.Check("variance", x, dy, outer, n, inner, leastN: 0);
        using var mean = Scratch.Rent((long)dy.Length * sizeof(float));
        fixed (float* pX = x)
            Means(pX, mean.Floats, outer, n, inner);
        var gradient = new Gradient(n > correction ? 2f / (n - correction) : float.NaN);
        FoldEntry.Gradient("variance", gradient, x, new Span<float>(mean.Floats, dy.Length), dy, dx, outer, n, inner);
    }

    private static void Means(float* x, float* mean, int outer, int n, int inner)
    {
        Fold.Run<Itself, SumOf>(x, null, null, mean, outer, n, inner);
        var means = new Span<float>(mean, outer * inner);
        TensorPrimitives.Divide(means, n, means);
    }

    /// <summary>(x - mean) dy scale.</summary>
    private readonly struct Gradient(float scale) : IFoldGradient
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Apply<V>(V x, V result, V dy)
            where V : struct, ILanes<V> => (x - result) * (dy * V.Create(scale));
    }
}
