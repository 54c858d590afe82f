using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>The size of a gradient, for clipping and for noticing that a step went wrong.</summary>
public static unsafe class GradientNorm
{
    /// <summary>Elements whose squares are summed in one part; parts are added in double, in order.</summary>
    private const int Part = 16 * 1024;

    /// <summary>Squares that are summed in float before they are added in double: the order depends on the path alone.</summary>
    private const int Block = 256;

    /// <summary>
    /// The sum of the squares of <paramref name="gradients"/>, at most 3e-6 off relatively and the same for any number of
    /// threads; infinite or NaN when an element is, and infinite when a square overflows.
    /// </summary>
    public static double SumOfSquares(ReadOnlySpan<float> gradients)
    {
        long parts = ((long)gradients.Length + Part - 1) / Part;
        using var lease = Scratch.Rent(parts * sizeof(double));
        double* sums = (double*)lease.Bytes;
        fixed (float* x = gradients)
        {
            var kernel = new SquaresKernel { X = x, Count = gradients.Length, Sums = sums };
            Launch.Range(ref kernel, parts, 1);
        }

        double sum = 0;
        for (long i = 0; i < parts; i++)
            sum += sums[i];
        return sum;
    }

    /// <summary>Whether no element is infinite or NaN.</summary>
    public static bool IsFinite(ReadOnlySpan<float> values)
    {
        long parts = ((long)values.Length + Part - 1) / Part;
        using var lease = Scratch.Rent(parts);
        fixed (float* x = values)
        {
            var kernel = new FiniteKernel { X = x, Count = values.Length, Failed = lease.Bytes };
            Launch.Range(ref kernel, parts, 1);
        }

        return new ReadOnlySpan<byte>(lease.Bytes, (int)parts).IndexOf((byte)1) < 0;
    }

    /// <summary>values = factor values, in place.</summary>
    public static void Scale(Span<float> values, float factor) =>
        UnaryKernels.Map(new ScaledBy(factor), "scale", values, values);

    private struct SquaresKernel : IRangeKernel
    {
        public float* X;
        public long Count;
        public double* Sums;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>(long begin, long end)
            where V : struct, ILanes<V>
        {
            for (long part = begin; part < end; part++)
            {
                double sum = 0;
                long last = Math.Min(Count, (part + 1) * Part);
                for (long i = part * Part; i < last; i += Block)
                    sum += SumBlock<V>(X + i, Math.Min(Block, last - i));
                Sums[part] = sum;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static float SumBlock<V>(float* x, long count)
            where V : struct, ILanes<V>
        {
            V a = V.Zero, b = a, c = a, d = a;
            long i = 0;
            for (; i + (4 * V.Count) <= count; i += 4 * V.Count)
            {
                V x0 = V.Load(x + i), x1 = V.Load(x + i + V.Count), x2 = V.Load(x + i + (2 * V.Count)), x3 = V.Load(x + i + (3 * V.Count));
                a = V.Fma(x0, x0, a);
                b = V.Fma(x1, x1, b);
                c = V.Fma(x2, x2, c);
                d = V.Fma(x3, x3, d);
            }

            for (; i < count; i += V.Count)
            {
                V x0 = V.LoadUpTo(x + i, count - i);
                a = V.Fma(x0, x0, a);
            }

            return V.Sum(a + b + (c + d));
        }
    }

    private struct FiniteKernel : IRangeKernel
    {
        public float* X;
        public long Count;
        public byte* Failed;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>(long begin, long end)
            where V : struct, ILanes<V>
        {
            for (long part = begin; part < end; part++)
            {
                // x - x is 0 for finite x and NaN for others.
                V sum = V.Zero;
                long last = Math.Min(Count, (part + 1) * Part);
                for (long i = part * Part; i < last; i += V.Count)
                {
                    V x = V.LoadUpTo(X + i, last - i);
                    sum += x - x;
                }

                Failed[part] = V.Any(V.IsNaN(sum)) ? (byte)1 : (byte)0;
            }
        }
    }
}
