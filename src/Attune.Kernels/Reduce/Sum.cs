using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>y[o, j] = sum over i of x[o, i, j], for a view [outer, n, inner]: along rows with inner 1, down columns with outer 1.</summary>
/// <remarks>Float sums in blocks that are added up more precisely: normalized error below 1e-6 for any n. An empty sum is 0.</remarks>
public static unsafe class Sum
{
    /// <summary>Computes y.</summary>
    /// <param name="x">[outer, n, inner].</param>
    /// <param name="y">[outer, inner]; must not overlap <paramref name="x"/>.</param>
    /// <param name="outer">Dimensions before the summed one.</param>
    /// <param name="n">The summed dimension.</param>
    /// <param name="inner">Dimensions after it.</param>
    /// <exception cref="ArgumentException">A length does not fit, or memory overlaps.</exception>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y, int outer, int n, int inner) =>
        FoldEntry.Run<Itself, SumOf>("sum", x, y, outer, n, inner, 0);

    /// <summary>Overwrites dx[o, i, j] = dy[o, j].</summary>
    /// <param name="dy">[outer, inner].</param>
    /// <param name="dx">[outer, n, inner]; must not overlap <paramref name="dy"/>.</param>
    /// <param name="outer">Dimensions before the summed one.</param>
    /// <param name="n">The summed dimension.</param>
    /// <param name="inner">Dimensions after it.</param>
    /// <exception cref="ArgumentException">A length does not fit, or memory overlaps.</exception>
    public static void Backward(ReadOnlySpan<float> dy, Span<float> dx, int outer, int n, int inner) =>
        FoldEntry.Gradient("sum", new ScaledBroadcast(1), default, default, dy, dx, outer, n, inner);
}

/// <summary>y[o, j] = the mean over i of x[o, i, j], for a view [outer, n, inner]; NaN when n is 0.</summary>
/// <remarks>As <see cref="Sum"/>, then divided by n.</remarks>
public static class Mean
{
    /// <summary>Computes y.</summary>
    /// <param name="x">[outer, n, inner].</param>
    /// <param name="y">[outer, inner]; must not overlap <paramref name="x"/>.</param>
    /// <param name="outer">Dimensions before the averaged one.</param>
    /// <param name="n">The averaged dimension.</param>
    /// <param name="inner">Dimensions after it.</param>
    /// <exception cref="ArgumentException">A length does not fit, or memory overlaps.</exception>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y, int outer, int n, int inner)
    {
        FoldEntry.Run<Itself, SumOf>("mean", x, y, outer, n, inner, 0);
        TensorPrimitives.Divide(y, n, y);
    }

    /// <summary>Overwrites dx[o, i, j] = dy[o, j] / n.</summary>
    /// <param name="dy">[outer, inner].</param>
    /// <param name="dx">[outer, n, inner]; must not overlap <paramref name="dy"/>.</param>
    /// <param name="outer">Dimensions before the averaged one.</param>
    /// <param name="n">The averaged dimension.</param>
    /// <param name="inner">Dimensions after it.</param>
    /// <exception cref="ArgumentException">A length does not fit, or memory overlaps.</exception>
    public static void Backward(ReadOnlySpan<float> dy, Span<float> dx, int outer, int n, int inner) =>
        FoldEntry.Gradient("mean", new ScaledBroadcast(1f / n), default, default, dy, dx, outer, n, inner);
}

/// <summary>dy scale.</summary>
internal readonly struct ScaledBroadcast(float scale) : IFoldGradient
{
    public static bool ReadsX => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x, V result, V dy)
        where V : struct, ILanes<V> => dy * V.Create(scale);
}

/// <summary>The checked entries that the reductions share.</summary>
internal static unsafe class FoldEntry
{
    public static void Run<TMap, TCombine>(string operation, ReadOnlySpan<float> x, Span<float> y, int outer, int n, int inner, int leastN)
        where TMap : struct, IFoldMap
        where TCombine : struct, IFoldCombine
    {
        Check(operation, x, y, outer, n, inner, leastN);
        fixed (float* pX = x, pY = y)
            Fold.Run<TMap, TCombine>(pX, null, null, pY, outer, n, inner);
    }

    public static void Check(string operation, ReadOnlySpan<float> x, ReadOnlySpan<float> y, int outer, int n, int inner, int leastN)
    {
        Expect.View(operation, outer, n, inner, leastN);
        Expect.Length(operation, "x", (long)outer * n * inner, x.Length);
        Expect.Length(operation, "y", (long)outer * inner, y.Length);
        Expect.Apart(operation, "y", y, "x", x);
    }

    /// <summary><paramref name="x"/> and <paramref name="result"/> may be empty where the gradient does not read them.</summary>
    public static void Gradient<TGradient>(
        string operation, TGradient gradient, ReadOnlySpan<float> x, ReadOnlySpan<float> result, ReadOnlySpan<float> dy, Span<float> dx, int outer,
        int n, int inner)
        where TGradient : unmanaged, IFoldGradient
    {
        Expect.View(operation, outer, n, inner);
        Expect.Length(operation, "dy", (long)outer * inner, dy.Length);
        Expect.Length(operation, "dx", (long)outer * n * inner, dx.Length);
        Expect.Apart(operation, "dx", dx, "dy", dy);
        Expect.Apart(operation, "dx", dx, "y", result);
        if (TGradient.ReadsX)
        {
            Expect.Length(operation, "x", dx.Length, x.Length);
            Expect.SameOrApart(operation, "dx", dx, "x", x);
        }

        fixed (float* pX = x, pResult = result, pDy = dy, pDx = dx)
            FoldGradient<TGradient>.Run(gradient, pX, pResult, pDy, pDx, outer, n, inner);
    }
}
