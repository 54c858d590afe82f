using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>
/// y[o, j] = log(sum over i of exp(x[o, i, j])), for a view [outer, n, inner], without overflow: the largest element is taken out first.
/// -infinity when all are -infinity or n is 0; NaN when any is NaN.
/// </summary>
public static unsafe class LogSumExp
{
    /// <summary>Computes y.</summary>
    /// <param name="x">[outer, n, inner].</param>
    /// <param name="y">[outer, inner]; must not overlap <paramref name="x"/>.</param>
    /// <param name="outer">Dimensions before the reduced one.</param>
    /// <param name="n">The reduced dimension.</param>
    /// <param name="inner">Dimensions after it.</param>
    /// <exception cref="ArgumentException">A length does not fit, or memory overlaps.</exception>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y, int outer, int n, int inner)
    {
        FoldEntry.Check("logsumexp", x, y, outer, n, inner, leastN: 0);
        if (inner == 1)
        {
            fixed (float* pX = x, pY = y)
            {
                var rows = new RowKernel { X = pX, Y = pY, N = n };
                Launch.Range(ref rows, outer, Launch.RowGrain(n));
            }

            return;
        }

        using var shift = Scratch.Rent((long)y.Length * sizeof(float));
        fixed (float* pX = x, pY = y)
        {
            Fold.Run<Itself, MaximumOf>(pX, null, null, shift.Floats, outer, n, inner);
            for (int i = 0; i < y.Length; i++)
            {
                if (float.IsInfinity(shift.Floats[i]))
                    shift.Floats[i] = 0;
            }

            Fold.Run<ShiftedExponential, SumOf>(pX, null, shift.Floats, pY, outer, n, inner);
            var kernel = new AddLogarithm { Y = pY, Shift = shift.Floats };
            Launch.Range(ref kernel, y.Length, Launch.ElementGrain);
        }
    }

    /// <summary>Overwrites dx[o, i, j] = exp(x[o, i, j] - y[o, j]) dy[o, j].</summary>
    /// <param name="x">[outer, n, inner].</param>
    /// <param name="y">[outer, inner], the result.</param>
    /// <param name="dy">[outer, inner].</param>
    /// <param name="dx">[outer, n, inner]; may be <paramref name="x"/>.</param>
    /// <param name="outer">Dimensions before the reduced one.</param>
    /// <param name="n">The reduced dimension.</param>
    /// <param name="inner">Dimensions after it.</param>
    /// <exception cref="ArgumentException">A length does not fit, or memory overlaps.</exception>
    public static void Backward(
        ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, int outer, int n, int inner)
    {
        Expect.Length("logsumexp", "y", dy.Length, y.Length);
        FoldEntry.Gradient("logsumexp", default(Gradient), x, y, dy, dx, outer, n, inner);
    }

    /// <summary>The result of one row.</summary>
    internal static float OfRow<V>(float* x, long n)
        where V : struct, ILanes<V>
    {
        float largest = RowMaximum.Of<V, Itself>(x, n);
        return float.IsInfinity(largest) ? largest : largest + RowExponentials.Logarithm(RowExponentials.Sum<V>(x, largest, n));
    }

    private struct RowKernel : IRangeKernel
    {
        public float* X;
        public float* Y;
        public long N;

        public readonly void Run<V>(long begin, long end)
            where V : struct, ILanes<V>
        {
            for (long row = begin; row < end; row++)
                Y[row] = OfRow<V>(X + (row * N), N);
        }
    }

    /// <summary>y = shift + log y.</summary>
    private struct AddLogarithm : IRangeKernel
    {
        public float* Y;
        public float* Shift;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>(long begin, long end)
            where V : struct, ILanes<V>
        {
            for (long i = begin; i < end; i += V.Count)
                V.StoreUpTo(Y + i, end - i, V.LoadUpTo(Shift + i, end - i) + VectorMath.Log(V.LoadUpTo(Y + i, end - i)));
        }
    }

    private readonly struct Gradient : IFoldGradient
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Apply<V>(V x, V result, V dy)
            where V : struct, ILanes<V> => VectorMath.Exp(x - result) * dy;
    }
}
