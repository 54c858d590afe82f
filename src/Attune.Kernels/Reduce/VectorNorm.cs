using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>Norms over the middle dimension of a view [outer, n, inner]. An empty norm is 0 (L1, L2); the maximum needs an element.</summary>
/// <remarks>Sums as in <see cref="Sum"/>. The L2 norm squares: magnitudes from 1e-19 to 1e19 / sqrt(n).</remarks>
public static class VectorNorm
{
    /// <summary>y[o, j] = sum over i of |x[o, i, j]|.</summary>
    /// <param name="x">[outer, n, inner].</param>
    /// <param name="y">[outer, inner]; must not overlap <paramref name="x"/>.</param>
    /// <param name="outer">Dimensions before the reduced one.</param>
    /// <param name="n">The reduced dimension.</param>
    /// <param name="inner">Dimensions after it.</param>
    /// <exception cref="ArgumentException">A length does not fit, or memory overlaps.</exception>
    public static void L1(ReadOnlySpan<float> x, Span<float> y, int outer, int n, int inner) =>
        FoldEntry.Run<Magnitude, SumOf>("l1_norm", x, y, outer, n, inner, 0);

    /// <summary>Overwrites dx[o, i, j] = sign(x[o, i, j]) dy[o, j], 0 at x = 0.</summary>
    /// <param name="x">[outer, n, inner].</param>
    /// <param name="dy">[outer, inner].</param>
    /// <param name="dx">[outer, n, inner]; may be <paramref name="x"/>.</param>
    /// <param name="outer">Dimensions before the reduced one.</param>
    /// <param name="n">The reduced dimension.</param>
    /// <param name="inner">Dimensions after it.</param>
    /// <exception cref="ArgumentException">A length does not fit, or memory overlaps.</exception>
    public static void L1Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, int outer, int n, int inner) =>
        FoldEntry.Gradient("l1_norm", default(SignGradient), x, default, dy, dx, outer, n, inner);

    /// <summary>y[o, j] = sqrt(sum over i of x[o, i, j]^2).</summary>
    /// <param name="x">[outer, n, inner].</param>
    /// <param name="y">[outer, inner]; must not overlap <paramref name="x"/>.</param>
    /// <param name="outer">Dimensions before the reduced one.</param>
    /// <param name="n">The reduced dimension.</param>
    /// <param name="inner">Dimensions after it.</param>
    /// <exception cref="ArgumentException">A length does not fit, or memory overlaps.</exception>
    public static void L2(ReadOnlySpan<float> x, Span<float> y, int outer, int n, int inner)
    {
        FoldEntry.Run<Square, SumOf>("l2_norm", x, y, outer, n, inner, 0);
        TensorPrimitives.Sqrt(y, y);
    }

    /// <summary>Overwrites dx[o, i, j] = x[o, i, j] / y[o, j] dy[o, j], 0 where y is 0.</summary>
    /// <param name="x">[outer, n, inner].</param>
    /// <param name="y">[outer, inner], the norm.</param>
    /// <param name="dy">[outer, inner].</param>
    /// <param name="dx">[outer, n, inner]; may be <paramref name="x"/>.</param>
    /// <param name="outer">Dimensions before the reduced one.</param>
    /// <param name="n">The reduced dimension.</param>
    /// <param name="inner">Dimensions after it.</param>
    /// <exception cref="ArgumentException">A length does not fit, or memory overlaps.</exception>
    public static void L2Backward(
        ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, int outer, int n, int inner)
    {
        Expect.Length("l2_norm", "y", dy.Length, y.Length);
        FoldEntry.Gradient("l2_norm", default(UnitGradient), x, y, dy, dx, outer, n, inner);
    }

    /// <summary>y[o, j] = the largest |x[o, i, j]| over i; NaN when any is NaN.</summary>
    /// <param name="x">[outer, n, inner].</param>
    /// <param name="y">[outer, inner]; must not overlap <paramref name="x"/>.</param>
    /// <param name="outer">Dimensions before the reduced one.</param>
    /// <param name="n">The reduced dimension, at least 1.</param>
    /// <param name="inner">Dimensions after it.</param>
    /// <exception cref="ArgumentException">A length does not fit, or memory overlaps.</exception>
    public static void Maximum(ReadOnlySpan<float> x, Span<float> y, int outer, int n, int inner) =>
        FoldEntry.Run<Magnitude, MaximumOf>("max_norm", x, y, outer, n, inner, 1);

    /// <summary>Overwrites dx: sign(x) dy at the first element of largest magnitude, 0 elsewhere.</summary>
    /// <param name="x">[outer, n, inner].</param>
    /// <param name="dy">[outer, inner].</param>
    /// <param name="dx">[outer, n, inner]; overlaps neither.</param>
    /// <param name="outer">Dimensions before the reduced one.</param>
    /// <param name="n">The reduced dimension, at least 1.</param>
    /// <param name="inner">Dimensions after it.</param>
    /// <exception cref="ArgumentException">A length does not fit, or memory overlaps.</exception>
    public static void MaximumBackward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, int outer, int n, int inner) =>
        Max.Backward<Magnitude>("max_norm", x, dy, dx, outer, n, inner, signed: true);

    private readonly struct SignGradient : IFoldGradient
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Apply<V>(V x, V result, V dy)
            where V : struct, ILanes<V> =>
            V.Select(V.LessThan(V.Zero, x), dy, V.LessThan(x, V.Zero) & -dy);
    }

    private readonly struct UnitGradient : IFoldGradient
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Apply<V>(V x, V result, V dy)
            where V : struct, ILanes<V> => ~V.Equal(result, V.Zero) & (x / result * dy);
    }
}
