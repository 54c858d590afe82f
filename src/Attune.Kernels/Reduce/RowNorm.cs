using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>What <see cref="LayerNorm"/> and <see cref="RmsNorm"/> differ in.</summary>
internal interface ICentering
{
    /// <summary>Whether the mean is subtracted.</summary>
    static abstract bool Centered { get; }
}

internal readonly struct Centered : ICentering
{
    static bool ICentering.Centered => true;
}

internal readonly struct NotCentered : ICentering
{
    static bool ICentering.Centered => false;
}

/// <summary>
/// x^ = (x - Shift) InverseDeviation + Offset, from one pass over the row: sums of x - shift and of its square, with the row's first element for
/// the shift. T. Chan, G. Golub, R. LeVeque, Algorithms for computing the sample variance, The American Statistician 37 (1983).
/// </summary>
/// <param name="Shift">A number near the mean.</param>
/// <param name="InverseDeviation">1 / sqrt(variance + eps).</param>
/// <param name="Offset">(Shift - mean) InverseDeviation.</param>
internal readonly record struct RowScaling(float Shift, float InverseDeviation, float Offset)
{
    /// <summary>The scaling of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe RowScaling Of<V, TCentering>(float* x, long n, float epsilon)
        where V : struct, ILanes<V>
        where TCentering : struct, ICentering
    {
        float shift = ShiftOf<TCentering>(x, n);
        return From<V, TCentering>(RowSum.OfPair<V, ShiftedElement>(new ShiftedElement(x, shift), n), shift, x, n, epsilon);
    }

    /// <summary>What <see cref="From"/> takes the sums relative to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe float ShiftOf<TCentering>(float* x, long n)
        where TCentering : struct, ICentering => TCentering.Centered && n > 0 ? x[0] : 0;

    /// <summary>
    /// From the sums of x - shift and its square. Where the shift is more than four deviations off the mean, their difference would lose too much: then
    /// they are taken again, relative to the mean.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe RowScaling From<V, TCentering>((double First, double Second) sums, float shift, float* x, long n, float epsilon)
        where V : struct, ILanes<V>
        where TCentering : struct, ICentering
    {
        if (!TCentering.Centered)
            return new(0, (float)(1 / Math.Sqrt((sums.Second / n) + epsilon)), 0);
        double rest = sums.First / n;
        if (rest * rest > 16 * ((sums.Second / n) - (rest * rest)))
        {
            shift = (float)(shift + rest);
            sums = RowSum.OfPair<V, ShiftedElement>(new ShiftedElement(x, shift), n);
            rest = sums.First / n;
        }

        double variance = Math.Max(0, (sums.Second / n) - (rest * rest));
        double inverse = 1 / Math.Sqrt(variance + epsilon);
        return new(shift, (float)inverse, (float)(-rest * inverse));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V, TCentering>(V x)
        where V : struct, ILanes<V>
        where TCentering : struct, ICentering =>
        TCentering.Centered
            ? V.Fma(x - V.Create(Shift), V.Create(InverseDeviation), V.Create(Offset))
            : x * V.Create(InverseDeviation);
}

/// <summary>sum = x + residual (where given); y = x^ gain + bias for each row of it.</summary>
/// <remarks>
/// A row is written while the statistics of the next one are taken, in one loop: so memory is read and written all the time, and the arithmetic hides
/// behind it.
/// </remarks>
internal unsafe struct RowNormForward<TCentering> : IRangeKernel
    where TCentering : struct, ICentering
{
    public float* X;
    public float* Residual;
    public float* Gain;
    public float* Bias;
    public float* Sum;
    public float* Y;
    public long Columns;
    public float Epsilon;
    public bool Stream;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<V>(long begin, long end)
        where V : struct, ILanes<V>
    {
        var output = new Output { Gain = Gain, Bias = Bias, Stream = Stream };
        for (long row = begin; row < end; row++)
        {
            float* x = X + (row * Columns);
            if (Residual != null)
            {
                Add<V>(x, Residual + (row * Columns), Sum + (row * Columns));
                x = Sum + (row * Columns);
            }

            float shift = RowScaling.ShiftOf<TCentering>(x, Columns);
            var sums = row == begin
                ? RowSum.OfPair<V, ShiftedElement>(new ShiftedElement(x, shift), Columns)
                : RowSum.OfPair<V, StatisticsAndOutput>(new StatisticsAndOutput { Next = new ShiftedElement(x, shift), Row = output }, Columns);
            output.Scaling = RowScaling.From<V, TCentering>(sums, shift, x, Columns, Epsilon);
            output.X = x;
            output.Y = Y + (row * Columns);
        }

        RowSum.Visit<V, Output>(output, Columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Add<V>(float* x, float* residual, float* sum)
        where V : struct, ILanes<V>
    {
        for (long i = 0; i < Columns; i += V.Count)
            V.StoreUpTo(sum + i, Columns - i, V.LoadUpTo(x + i, Columns - i) + V.LoadUpTo(residual + i, Columns - i));
    }

    /// <summary>y = x^ gain + bias.</summary>
    private struct Output : IRowVisitor
    {
        public float* X;
        public float* Gain;
        public float* Bias;
        public float* Y;
        public RowScaling Scaling;
        public bool Stream;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void At<V, TReader>(long i, TReader reader)
            where V : struct, ILanes<V>
            where TReader : struct, IReader<V>
        {
            var value = Scaling.Apply<V, TCentering>(reader.Read(X + i));
            if (Gain != null)
                value *= reader.Read(Gain + i);
            if (Bias != null)
                value += reader.Read(Bias + i);
            reader.Write(Y + i, value, Stream);
        }
    }

    private struct StatisticsAndOutput : IRowTermPair
    {
        public ShiftedElement Next;
        public Output Row;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly V At<V, TReader>(long i, TReader reader, out V second)
            where V : struct, ILanes<V>
            where TReader : struct, IReader<V>
        {
            // The load comes before the store: rows of a multiple of 4 KiB have the same low bits of their addresses, and a load waits for an earlier
            // store that agrees in those.
            Next.Prefetch(i);
            var first = Next.At<V, TReader>(i, reader, out second);
            Row.At<V, TReader>(i, reader);
            return first;
        }
    }
}

/// <summary>
/// With g = dy gain: dx = (g - mean(g) - x^ mean(g x^)) inverse deviation, plus dSum; without centering the mean of g is left out.
/// The parameters' gradients of each chunk of <see cref="AddPartials.ChunkRows"/> rows go to Partials.
/// </summary>
internal unsafe struct RowNormBackward<TCentering> : IRangeKernel
    where TCentering : struct, ICentering
{
    public float* X;
    public float* Gain;
    public float* Dy;
    public float* DSum;
    public float* Dx;

    // [chunks, parameters, columns]: the gain's gradient, then the bias's where wanted; null when none is.
    public float* Partials;
    public int Parameters;
    public long Columns;
    public float Epsilon;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<V>(long begin, long end)
        where V : struct, ILanes<V>
    {
        float* gain = null;
        float* bias = null;
        if (Partials != null)
        {
            gain = Partials + (begin / AddPartials.ChunkRows * Parameters * Columns);
            bias = Parameters > 1 ? gain + Columns : null;
            new Span<float>(gain, checked((int)(Parameters * Columns))).Clear();
        }

        for (long row = begin; row < end; row++)
        {
            float* x = X + (row * Columns);
            float* dy = Dy + (row * Columns);
            var scaling = RowScaling.Of<V, TCentering>(x, Columns, Epsilon);
            var (g, gx) = RowSum.OfPair<V, Term>(new Term { X = x, Dy = dy, Gain = Gain, Scaling = scaling }, Columns);
            float meanG = TCentering.Centered ? (float)(g / Columns) : 0;
            Write<V>(scaling, meanG, (float)(gx / Columns), row * Columns, gain, bias);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Write<V>(RowScaling scaling, float meanG, float meanGx, long offset, float* dGain, float* dBias)
        where V : struct, ILanes<V>
    {
        float* gain = Gain, dSum = DSum == null ? null : DSum + offset;
        for (long i = 0; i < Columns; i += V.Count)
        {
            long rest = Columns - i;
            var normalized = scaling.Apply<V, TCentering>(V.LoadUpTo(X + offset + i, rest));
            var dy = V.LoadUpTo(Dy + offset + i, rest);
            if (dGain != null)
                V.StoreUpTo(dGain + i, rest, V.Fma(dy, normalized, V.LoadUpTo(dGain + i, rest)));
            if (dBias != null)
                V.StoreUpTo(dBias + i, rest, dy + V.LoadUpTo(dBias + i, rest));

            var g = gain == null ? dy : dy * V.LoadUpTo(gain + i, rest);
            var dx = (g - V.Create(meanG) - (normalized * V.Create(meanGx))) * V.Create(scaling.InverseDeviation);
            if (dSum != null)
                dx += V.LoadUpTo(dSum + i, rest);
            V.StoreUpTo(Dx + offset + i, rest, dx);
        }
    }

    /// <summary>g and g x^.</summary>
    private struct Term : IRowTermPair
    {
        public float* X;
        public float* Dy;
        public float* Gain;
        public RowScaling Scaling;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly V At<V, TReader>(long i, TReader reader, out V second)
            where V : struct, ILanes<V>
            where TReader : struct, IReader<V>
        {
            var g = reader.Read(Dy + i);
            if (Gain != null)
                g *= reader.Read(Gain + i);
            second = g * Scaling.Apply<V, TCentering>(reader.Read(X + i));
            return g;
        }
    }
}

/// <summary>The checked entries that both norms share.</summary>
internal static unsafe class RowNorm
{
    public static void Forward<TCentering>(
        string operation, ReadOnlySpan<float> x, ReadOnlySpan<float> residual, ReadOnlySpan<float> gain, ReadOnlySpan<float> bias, Span<float> sum,
        Span<float> y, int rows, int columns, float epsilon)
        where TCentering : struct, ICentering
    {
        Check(operation, x, gain, rows, columns);
        Expect.OptionalLength(operation, "bias", columns, bias.Length);
        Expect.Length(operation, "y", x.Length, y.Length);
        Expect.SameOrApart(operation, "y", y, "x", x);

        fixed (float* pX = x, pResidual = residual, pGain = gain, pBias = bias, pSum = sum, pY = y)
        {
            var kernel = new RowNormForward<TCentering>
            {
                X = pX,
                Residual = pResidual,
                Gain = pGain,
                Bias = pBias,
                Sum = pSum,
                Y = pY,
                Columns = columns,
                Epsilon = epsilon,
                Stream = RowStreaming.Wanted(pY, rows, columns),
            };
            Launch.Range(ref kernel, rows, RowStreaming.Grain(columns, kernel.Stream));
        }
    }

    public static void Backward<TCentering>(
        string operation, ReadOnlySpan<float> x, ReadOnlySpan<float> gain, ReadOnlySpan<float> dy, ReadOnlySpan<float> dSum, Span<float> dx,
        Span<float> dGain, Span<float> dBias, int rows, int columns, float epsilon)
        where TCentering : struct, ICentering
    {
        Check(operation, x, gain, rows, columns);
        Expect.Length(operation, "dy", x.Length, dy.Length);
        Expect.OptionalLength(operation, "dSum", x.Length, dSum.Length);
        Expect.Length(operation, "dx", x.Length, dx.Length);
        Expect.OptionalLength(operation, "dGain", columns, dGain.Length);
        Expect.OptionalLength(operation, "dBias", columns, dBias.Length);
        Expect.SameOrApart(operation, "dx", dx, "x", x);
        Expect.SameOrApart(operation, "dx", dx, "dy", dy);
        Expect.SameOrApart(operation, "dx", dx, "dSum", dSum);

        int parameters = dBias.Length > 0 ? 2 : dGain.Length > 0 ? 1 : 0;
        long chunks = AddPartials.Chunks(rows);
        using var partials = Scratch.Rent(chunks * parameters * columns * sizeof(float));
        fixed (float* pX = x, pGain = gain, pDy = dy, pDSum = dSum, pDx = dx, pDGain = dGain, pDBias = dBias)
        {
            var kernel = new RowNormBackward<TCentering>
            {
                X = pX,
                Gain = pGain,
                Dy = pDy,
                DSum = pDSum,
                Dx = pDx,
                Columns = columns,
                Epsilon = epsilon,
                Partials = parameters > 0 ? partials.Floats : null,
                Parameters = parameters,
            };
            Launch.Range(ref kernel, rows, AddPartials.ChunkRows);
            if (pDGain != null)
                AddPartials.To(pDGain, partials.Floats, chunks, (long)parameters * columns, columns);
            if (pDBias != null)
                AddPartials.To(pDBias, partials.Floats + columns, chunks, (long)parameters * columns, columns);
        }
    }

    public static void CheckResidual(
        string operation, ReadOnlySpan<float> x, ReadOnlySpan<float> residual, ReadOnlySpan<float> sum, ReadOnlySpan<float> y)
    {
        Expect.Length(operation, "residual", x.Length, residual.Length);
        Expect.Length(operation, "sum", x.Length, sum.Length);
        Expect.SameOrApart(operation, "sum", sum, "x", x);
        Expect.SameOrApart(operation, "sum", sum, "residual", residual);
        Expect.SameOrApart(operation, "y", y, "residual", residual);
        Expect.Apart(operation, "y", y, "sum", sum);
    }

    private static void Check(string operation, ReadOnlySpan<float> x, ReadOnlySpan<float> gain, int rows, int columns)
    {
        Expect.Size(operation, nameof(rows), rows);
        Expect.Size(operation, nameof(columns), columns);
        Expect.Length(operation, "x", (long)rows * columns, x.Length);
        Expect.OptionalLength(operation, "gain", columns, gain.Length);
    }
}
