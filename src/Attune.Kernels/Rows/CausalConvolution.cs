using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>What a convolution over rows looks like.</summary>
/// <param name="Inputs">Channels of x.</param>
/// <param name="Outputs">Channels of y.</param>
/// <param name="Taps">Rows that one result sees, at least 1.</param>
/// <param name="Dilation">Rows from one tap to the next, at least 1.</param>
/// <param name="Lookahead">How many rows after its own the last tap sees: 0 is causal; (Taps - 1) Dilation / 2 is centred.</param>
public readonly record struct ConvolutionShape(int Inputs, int Outputs, int Taps, int Dilation = 1, int Lookahead = 0);

/// <summary>
/// Dilated convolution over rows, segment by segment: y[r] = bias + sum over taps t of weight[:, :, t] x[r + t dilation - (taps - 1) dilation + lookahead].
/// Rows outside of r's own segment count as zeros. Without lookahead no row sees a later one. A. van den Oord et al. (WaveNet), arXiv:1609.03499,
/// section 2.1.
/// </summary>
/// <remarks>
/// The rows that each tap sees are laid side by side, 512 rows at a time, and multiplied with the weights by <see cref="MatMul"/>; so a row's bits
/// depend on the rows it sees only.
/// </remarks>
public static unsafe class CausalConvolution
{
    private const string Operation = "causal_convolution";
    private const int BlockRows = 512;

    /// <summary>Computes y.</summary>
    /// <param name="x">[N, Inputs].</param>
    /// <param name="weight">[Outputs, Inputs, Taps]; the last tap sees the latest row.</param>
    /// <param name="bias">[Outputs], or empty for 0.</param>
    /// <param name="offsets">[S + 1], where segments begin, from 0, never falling, to N.</param>
    /// <param name="y">[N, Outputs]; must not overlap <paramref name="x"/> and <paramref name="weight"/>.</param>
    /// <param name="rows">N.</param>
    /// <param name="shape">Channels, taps, dilation, lookahead.</param>
    /// <exception cref="ArgumentException">A length or an offset does not fit, or memory overlaps.</exception>
    public static void Forward(
        ReadOnlySpan<float> x, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, ReadOnlySpan<int> offsets, Span<float> y, int rows,
        ConvolutionShape shape)
    {
        Check(x, weight, offsets, y, "y", rows, shape);
        Expect.OptionalLength(Operation, "bias", shape.Outputs, bias.Length);
        Expect.Apart(Operation, "y", y, "x", x);
        Expect.Apart(Operation, "y", y, "weight", weight);
        int depth = shape.Taps * shape.Inputs;
        using var taps = Scratch.Rent((long)weight.Length * sizeof(float));
        using var seen = Scratch.Rent((long)Math.Min(rows, BlockRows) * depth * sizeof(float));
        var byTap = new Span<float>(taps.Floats, weight.Length);
        TapsFirst(weight, byTap, shape);
        for (int row = 0; row < rows; row += BlockRows)
        {
            int count = Math.Min(rows - row, BlockRows);
            Gather(x, offsets, seen.Floats, row, count, shape);
            MatMul.Run(
                new MatrixView(new ReadOnlySpan<float>(seen.Floats, count * depth), count, depth),
                new MatrixView(byTap, shape.Outputs, depth).Transposed,
                y[(row * shape.Outputs)..],
                shape.Outputs,
                new Epilogue { Bias = bias });
        }
    }

    /// <summary>Overwrites dx; adds to dWeight and dBias.</summary>
    /// <param name="x">[N, Inputs].</param>
    /// <param name="weight">[Outputs, Inputs, Taps].</param>
    /// <param name="offsets">[S + 1].</param>
    /// <param name="dy">[N, Outputs].</param>
    /// <param name="dx">[N, Inputs], or empty when not wanted; must not overlap the others.</param>
    /// <param name="dWeight">[Outputs, Inputs, Taps], or empty when not wanted.</param>
    /// <param name="dBias">[Outputs], or empty when not wanted.</param>
    /// <param name="rows">N.</param>
    /// <param name="shape">Channels, taps, dilation, lookahead.</param>
    /// <exception cref="ArgumentException">A length or an offset does not fit, or memory overlaps.</exception>
    public static void Backward(
        ReadOnlySpan<float> x, ReadOnlySpan<float> weight, ReadOnlySpan<int> offsets, ReadOnlySpan<float> dy, Span<float> dx, Span<float> dWeight,
        Span<float> dBias, int rows, ConvolutionShape shape)
    {
        Check(x, weight, offsets, dy, "dy", rows, shape);
        Expect.OptionalLength(Operation, "dx", x.Length, dx.Length);
        Expect.OptionalLength(Operation, "dWeight", weight.Length, dWeight.Length);
        Expect.OptionalLength(Operation, "dBias", shape.Outputs, dBias.Length);
        Expect.Apart(Operation, "dx", dx, "x", x);
        Expect.Apart(Operation, "dx", dx, "dy", dy);
        if (!dBias.IsEmpty)
        {
            using var sums = Scratch.Rent((long)shape.Outputs * sizeof(float));
            var sum = new Span<float>(sums.Floats, shape.Outputs);
            Sum.Forward(dy, sum, 1, rows, shape.Outputs);
            TensorPrimitives.Add(dBias, sum, dBias);
        }

        int depth = shape.Taps * shape.Inputs;
        using var taps = Scratch.Rent((long)weight.Length * sizeof(float));
        using var seen = Scratch.Rent((long)Math.Min(rows, BlockRows) * depth * sizeof(float));
        var byTap = new Span<float>(taps.Floats, weight.Length);
        if (!dWeight.IsEmpty)
        {
            byTap.Clear();
            for (int row = 0; row < rows; row += BlockRows)
            {
                int count = Math.Min(rows - row, BlockRows);
                Gather(x, offsets, seen.Floats, row, count, shape);
                var block = new MatrixView(new ReadOnlySpan<float>(seen.Floats, count * depth), count, depth);
                var dBlock = new MatrixView(dy[(row * shape.Outputs)..], count, shape.Outputs);
                MatMul.Run(dBlock.Transposed, block, byTap, depth, new Epilogue { Accumulate = true });
            }

            AddTapsLast(byTap, dWeight, shape);
        }

        if (dx.IsEmpty)
            return;
        TapsFirst(weight, byTap, shape);
        dx.Clear();
        for (int row = 0; row < rows; row += BlockRows)
        {
            int count = Math.Min(rows - row, BlockRows);
            MatMul.Run(
                new MatrixView(dy[(row * shape.Outputs)..], count, shape.Outputs),
                new MatrixView(byTap, shape.Outputs, depth),
                new Span<float>(seen.Floats, count * depth),
                depth);
            Scatter(seen.Floats, offsets, dx, row, count, shape);
        }
    }

    private static void Check(
        ReadOnlySpan<float> x, ReadOnlySpan<float> weight, ReadOnlySpan<int> offsets, ReadOnlySpan<float> y, string argument, int rows,
        ConvolutionShape shape)
    {
        Expect.Size(Operation, "inputs", shape.Inputs);
        Expect.Size(Operation, "outputs", shape.Outputs);
        Expect.Size(Operation, "taps", shape.Taps, least: 1);
        Expect.Size(Operation, "dilation", shape.Dilation, least: 1);
        Expect.Size(Operation, "lookahead", shape.Lookahead);
        Segments.Check(Operation, offsets, rows, shape.Inputs);
        Expect.Length(Operation, "x", (long)rows * shape.Inputs, x.Length);
        Expect.Length(Operation, "weight", (long)shape.Outputs * shape.Inputs * shape.Taps, weight.Length);
        Expect.Length(Operation, argument, (long)rows * shape.Outputs, y.Length);
    }

    /// <summary>[outputs, inputs, taps] to [outputs, taps, inputs], where what one tap sees is contiguous.</summary>
    private static void TapsFirst(ReadOnlySpan<float> weight, Span<float> byTap, ConvolutionShape shape)
    {
        for (int i = 0; i < weight.Length; i++)
            byTap[ByTap(i, shape)] = weight[i];
    }

    private static void AddTapsLast(ReadOnlySpan<float> byTap, Span<float> dWeight, ConvolutionShape shape)
    {
        for (int i = 0; i < dWeight.Length; i++)
            dWeight[i] += byTap[ByTap(i, shape)];
    }

    private static int ByTap(int i, ConvolutionShape shape)
    {
        var (pair, tap) = Math.DivRem(i, shape.Taps);
        var (output, input) = Math.DivRem(pair, shape.Inputs);
        return (((output * shape.Taps) + tap) * shape.Inputs) + input;
    }

    private static void Gather(ReadOnlySpan<float> x, ReadOnlySpan<int> offsets, float* seen, int first, int count, ConvolutionShape shape)
    {
        fixed (float* pX = x)
        fixed (int* pOffsets = offsets)
        {
            var kernel = new GatherKernel { Rows = pX, Seen = seen, First = first, Place = new(pOffsets, offsets.Length - 1, shape) };
            Launch.Range(ref kernel, count, Launch.RowGrain((long)shape.Taps * shape.Inputs));
        }
    }

    private static void Scatter(float* dSeen, ReadOnlySpan<int> offsets, Span<float> dx, int first, int count, ConvolutionShape shape)
    {
        // All rows that the block's results see.
        int reach = (shape.Taps - 1) * shape.Dilation;
        int begin = Math.Max(0, first - Math.Max(0, reach - shape.Lookahead));
        int rows = dx.Length / Math.Max(1, shape.Inputs);
        int end = (int)Math.Min(rows, (long)first + count + shape.Lookahead);
        fixed (float* pDx = dx)
        fixed (int* pOffsets = offsets)
        {
            var kernel = new ScatterKernel
            {
                Dx = pDx,
                DSeen = dSeen,
                Begin = begin,
                First = first,
                Count = count,
                Place = new(pOffsets, offsets.Length - 1, shape),
            };
            Launch.Range(ref kernel, end - begin, Launch.RowGrain((long)shape.Taps * shape.Inputs));
        }
    }

    /// <summary>Which rows see which.</summary>
    private readonly struct Neighbours(int* offsets, int segments, ConvolutionShape shape)
    {
        public ConvolutionShape Shape => shape;

        /// <summary>The row that tap <paramref name="tap"/> of row <paramref name="row"/> sees.</summary>
        public long Seen(long row, long tap) => row + ((tap - (shape.Taps - 1)) * shape.Dilation) + shape.Lookahead;

        /// <summary>First and last + 1 row of the segment that holds a row.</summary>
        public (int Begin, int End) SegmentOf(long row)
        {
            int low = 0, high = segments;
            while (high - low > 1)
            {
                int middle = (low + high) / 2;
                if (offsets[middle] <= row)
                    low = middle;
                else
                    high = middle;
            }

            return (offsets[low], offsets[low + 1]);
        }
    }

    /// <summary>Seen[i] = the rows that row First + i sees, tap by tap.</summary>
    private struct GatherKernel : IRangeKernel
    {
        public float* Rows;
        public float* Seen;
        public long First;
        public Neighbours Place;

        public readonly void Run<V>(long begin, long end)
            where V : struct, ILanes<V>
        {
            int taps = Place.Shape.Taps, channels = Place.Shape.Inputs;
            for (long i = begin; i < end; i++)
            {
                var segment = Place.SegmentOf(First + i);
                for (int tap = 0; tap < taps; tap++)
                {
                    var target = new Span<float>(Seen + (((i * taps) + tap) * channels), channels);
                    long source = Place.Seen(First + i, tap);
                    if (source >= segment.Begin && source < segment.End)
                        new ReadOnlySpan<float>(Rows + (source * channels), channels).CopyTo(target);
                    else
                        target.Clear();
                }
            }
        }
    }

    /// <summary>Each row of dx gathers what the rows of the block that see it have for it, in the order of those rows.</summary>
    private struct ScatterKernel : IRangeKernel
    {
        public float* Dx;
        public float* DSeen;
        public long Begin;
        public long First;
        public long Count;
        public Neighbours Place;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>(long begin, long end)
            where V : struct, ILanes<V>
        {
            int taps = Place.Shape.Taps;
            long channels = Place.Shape.Inputs;
            for (long row = Begin + begin; row < Begin + end; row++)
            {
                var segment = Place.SegmentOf(row);
                for (int tap = taps - 1; tap >= 0; tap--)
                {
                    // Seen(r, tap) = row solved for r.
                    long r = row + row - Place.Seen(row, tap);
                    if (r < segment.Begin || r >= segment.End || r < First || r >= First + Count)
                        continue;
                    float* source = DSeen + ((((r - First) * taps) + tap) * channels);
                    float* target = Dx + (row * channels);
                    for (long j = 0; j < channels; j += V.Count)
                        V.StoreUpTo(target + j, channels - j, V.LoadUpTo(target + j, channels - j) + V.LoadUpTo(source + j, channels - j));
                }
            }
        }
    }
}
