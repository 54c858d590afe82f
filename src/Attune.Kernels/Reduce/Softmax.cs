using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>
/// Softmax of each row of x [N, C]: y = exp(x - m) / sum(exp(x - m)) with m the largest of the row.
/// </summary>
/// <remarks>
/// 2.5 ulp on each element beside the error of the sum, whose terms are added in blocks. What is more than 87.6 below the largest gives exactly 0.
/// A row with NaN or +infinity, or of -infinity only, gives NaN. A row's bits depend on the row only.
/// </remarks>
public static unsafe class Softmax
{
    /// <summary>Computes y.</summary>
    /// <param name="x">[N, C].</param>
    /// <param name="y">[N, C]; may be <paramref name="x"/>.</param>
    /// <param name="rows">N.</param>
    /// <param name="columns">C.</param>
    /// <exception cref="ArgumentException">A length does not fit, or memory overlaps in part.</exception>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y, int rows, int columns)
    {
        RowEntry.Check("softmax", "y", x, y, rows, columns);
        fixed (float* pX = x, pY = y)
        {
            var kernel = new ForwardKernel { X = pX, Y = pY, Columns = columns, Stream = RowStreaming.Wanted(pY, rows, columns) };
            Launch.Range(ref kernel, rows, RowStreaming.Grain(columns, kernel.Stream));
        }
    }

    /// <summary>Overwrites dx = y (dy - sum(dy y)) for each row.</summary>
    /// <param name="y">[N, C], the result.</param>
    /// <param name="dy">[N, C].</param>
    /// <param name="dx">[N, C]; may be <paramref name="dy"/> or <paramref name="y"/>.</param>
    /// <param name="rows">N.</param>
    /// <param name="columns">C.</param>
    /// <exception cref="ArgumentException">A length does not fit, or memory overlaps in part.</exception>
    public static void Backward(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, int rows, int columns)
    {
        RowEntry.Check("softmax", "dy", y, dy, rows, columns);
        RowEntry.Check("softmax", "dx", dy, dx, rows, columns);
        Expect.SameOrApart("softmax", "dx", dx, "y", y);
        fixed (float* pY = y, pDy = dy, pDx = dx)
        {
            var kernel = new BackwardKernel { Y = pY, Dy = pDy, Dx = pDx, Columns = columns, Stream = RowStreaming.Wanted(pDx, rows, columns) };
            Launch.Range(ref kernel, rows, RowStreaming.Grain(columns, kernel.Stream));
        }
    }

    /// <remarks>
    /// One loop takes the exponentials of a row, writes the row before and finds the largest of the row after: so memory is read and written all the
    /// time, and the arithmetic hides behind it.
    /// </remarks>
    private struct ForwardKernel : IRangeKernel
    {
        public float* X;
        public float* Y;
        public long Columns;
        public bool Stream;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>(long begin, long end)
            where V : struct, ILanes<V>
        {
            long n = Columns;
            using var scratch = Scratch.Rent(Stream ? 2 * n * sizeof(float) : 0);
            var pass = new ExponentialPass { X = X + (begin * n), Columns = n, Stream = Stream };
            pass.Largest = RowMaximum.Of<V, Itself>(pass.X, n);
            for (long row = begin; row < end; row++)
            {
                float* y = Y + (row * n);
                // Past the caches only the final value is written; until then the row stays in the scratch.
                pass.Exponentials = Stream ? scratch.Floats + (row % 2 * n) : y;
                pass.Next = row + 1 < end ? pass.X + n : pass.X;
                var (sum, nextLargest) = pass.Run<V>();
                pass.X = pass.Next;
                pass.Largest = nextLargest;
                pass.Former = pass.Exponentials;
                pass.FormerFactor = (float)(1 / sum);
                pass.FormerY = y;
            }

            RowSum.Visit<V, ScaledRow>(new ScaledRow { X = pass.Former, Y = pass.FormerY, Factor = pass.FormerFactor, Stream = Stream }, n);
        }
    }

    /// <summary>y = x factor.</summary>
    private struct ScaledRow : IRowVisitor
    {
        public float* X;
        public float* Y;
        public float Factor;
        public bool Stream;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void At<V, TReader>(long i, TReader reader)
            where V : struct, ILanes<V>
            where TReader : struct, IReader<V> =>
            reader.Write(Y + i, reader.Read(X + i) * V.Create(Factor), Stream);
    }

    /// <remarks>A row is written while the sum of the next one is taken, as in <see cref="RowNormForward{TCentering}"/>.</remarks>
    private struct BackwardKernel : IRangeKernel
    {
        public float* Y;
        public float* Dy;
        public float* Dx;
        public long Columns;
        public bool Stream;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>(long begin, long end)
            where V : struct, ILanes<V>
        {
            long n = Columns;
            var former = new GradientRow { Stream = Stream };
            for (long row = begin; row < end; row++)
            {
                float* y = Y + (row * n), dy = Dy + (row * n);
                double dot = row == begin
                    ? RowSum.Of<V, ElementProduct>(new ElementProduct(y, dy), n)
                    : RowSum.Of<V, ProductAndGradient>(new ProductAndGradient { Next = new ElementProduct(y, dy), Former = former }, n);
                former.Y = y;
                former.Dy = dy;
                former.Dx = Dx + (row * n);
                former.Dot = (float)dot;
            }

            RowSum.Visit<V, GradientRow>(former, n);
        }
    }

    /// <summary>dx = y (dy - dot).</summary>
    private struct GradientRow : IRowVisitor
    {
        public float* Y;
        public float* Dy;
        public float* Dx;
        public float Dot;
        public bool Stream;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void At<V, TReader>(long i, TReader reader)
            where V : struct, ILanes<V>
            where TReader : struct, IReader<V> =>
            reader.Write(Dx + i, reader.Read(Y + i) * (reader.Read(Dy + i) - V.Create(Dot)), Stream);
    }

    private struct ProductAndGradient : IRowTerm
    {
        public ElementProduct Next;
        public GradientRow Former;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly V At<V, TReader>(long i, TReader reader)
            where V : struct, ILanes<V>
            where TReader : struct, IReader<V>
        {
            // Loads come before the store, for the reason given in ExponentialPass.
            Next.Prefetch(i);
            var product = Next.At<V, TReader>(i, reader);
            Former.At<V, TReader>(i, reader);
            return product;
        }
    }
}

/// <summary>The logarithm of the softmax of each row of x [N, C]: y = (x - m) - log(sum(exp(x - m))) with m the largest of the row.</summary>
/// <remarks>A row with NaN or +infinity, or of -infinity only, gives NaN. A row's bits depend on the row only.</remarks>
public static unsafe class LogSoftmax
{
    /// <summary>Computes y.</summary>
    /// <param name="x">[N, C].</param>
    /// <param name="y">[N, C]; may be <paramref name="x"/>.</param>
    /// <param name="rows">N.</param>
    /// <param name="columns">C.</param>
    /// <exception cref="ArgumentException">A length does not fit, or memory overlaps in part.</exception>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y, int rows, int columns)
    {
        RowEntry.Check("log_softmax", "y", x, y, rows, columns);
        fixed (float* pX = x, pY = y)
        {
            var kernel = new ForwardKernel { X = pX, Y = pY, Columns = columns, Stream = RowStreaming.Wanted(pY, rows, columns) };
            Launch.Range(ref kernel, rows, RowStreaming.Grain(columns, kernel.Stream));
        }
    }

    /// <summary>Overwrites dx = dy - exp(y) sum(dy) for each row.</summary>
    /// <param name="y">[N, C], the result.</param>
    /// <param name="dy">[N, C].</param>
    /// <param name="dx">[N, C]; may be <paramref name="dy"/> or <paramref name="y"/>.</param>
    /// <param name="rows">N.</param>
    /// <param name="columns">C.</param>
    /// <exception cref="ArgumentException">A length does not fit, or memory overlaps in part.</exception>
    public static void Backward(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, int rows, int columns)
    {
        RowEntry.Check("log_softmax", "dy", y, dy, rows, columns);
        RowEntry.Check("log_softmax", "dx", dy, dx, rows, columns);
        Expect.SameOrApart("log_softmax", "dx", dx, "y", y);
        fixed (float* pY = y, pDy = dy, pDx = dx)
        {
            var kernel = new BackwardKernel { Y = pY, Dy = pDy, Dx = pDx, Columns = columns, Stream = RowStreaming.Wanted(pDx, rows, columns) };
            Launch.Range(ref kernel, rows, RowStreaming.Grain(columns, kernel.Stream));
        }
    }

    private struct ForwardKernel : IRangeKernel
    {
        public float* X;
        public float* Y;
        public long Columns;
        public bool Stream;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>(long begin, long end)
            where V : struct, ILanes<V>
        {
            long n = Columns;
            for (long offset = begin * n; offset < end * n; offset += n)
            {
                float* x = X + offset;
                float largest = RowMaximum.Of<V, Itself>(x, n);
                float logarithm = RowExponentials.Logarithm(RowExponentials.Sum<V>(x, largest, n));
                RowSum.Visit<V, ShiftedRow>(new ShiftedRow { X = x, Y = Y + offset, Largest = largest, Logarithm = logarithm, Stream = Stream }, n);
            }
        }
    }

    /// <summary>y = x - largest - logarithm.</summary>
    private struct ShiftedRow : IRowVisitor
    {
        public float* X;
        public float* Y;
        public float Largest;
        public float Logarithm;
        public bool Stream;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void At<V, TReader>(long i, TReader reader)
            where V : struct, ILanes<V>
            where TReader : struct, IReader<V> =>
            reader.Write(Y + i, reader.Read(X + i) - V.Create(Largest) - V.Create(Logarithm), Stream);
    }

    private struct BackwardKernel : IRangeKernel
    {
        public float* Y;
        public float* Dy;
        public float* Dx;
        public long Columns;
        public bool Stream;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>(long begin, long end)
            where V : struct, ILanes<V>
        {
            long n = Columns;
            for (long offset = begin * n; offset < end * n; offset += n)
            {
                float sum = (float)RowSum.Of<V, Element>(new Element(Dy + offset), n);
                RowSum.Visit<V, GradientRow>(new GradientRow { Y = Y + offset, Dy = Dy + offset, Dx = Dx + offset, Sum = sum, Stream = Stream }, n);
            }
        }
    }

    /// <summary>dx = dy - exp(y) sum.</summary>
    private struct GradientRow : IRowVisitor
    {
        public float* Y;
        public float* Dy;
        public float* Dx;
        public float Sum;
        public bool Stream;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void At<V, TReader>(long i, TReader reader)
            where V : struct, ILanes<V>
            where TReader : struct, IReader<V> =>
            reader.Write(Dx + i, reader.Read(Dy + i) - (VectorMath.ExpFlushed(reader.Read(Y + i)) * V.Create(Sum)), Stream);
    }
}

/// <summary>The checks that softmax and log-softmax share.</summary>
internal static class RowEntry
{
    public static void Check(string operation, string argument, ReadOnlySpan<float> x, ReadOnlySpan<float> y, int rows, int columns)
    {
        Expect.Size(operation, nameof(rows), rows);
        Expect.Size(operation, nameof(columns), columns);
        Expect.Length(operation, "x", (long)rows * columns, x.Length);
        Expect.Length(operation, argument, x.Length, y.Length);
        Expect.SameOrApart(operation, argument, y, "its operand", x);
    }
}
