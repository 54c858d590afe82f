using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>
/// Dropout: y = x / (1 - p) where a draw keeps the element, else 0 (even for NaN). The draw of an element is a function of
/// the key, its row and its column, made again in the backward pass instead of stored. Srivastava et al. (2014).
/// </summary>
public static unsafe class Dropout
{
    /// <summary>Applies the mask to x, or to the gradient of y in the backward pass: the same function.</summary>
    /// <param name="key">Seed, step and site of the draws.</param>
    /// <param name="probability">p, the share that is dropped, to 2^-24; from 0 to 1.</param>
    /// <param name="x">[rows, columns].</param>
    /// <param name="y">[rows, columns], overwritten; may be <paramref name="x"/>.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="firstRow">Number of the first row in the draws: where these rows lie within the whole step.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, spans overlap in part, or p is not a probability.</exception>
    public static void Apply(
        RandomKey key, double probability, ReadOnlySpan<float> x, Span<float> y, int rows, int columns, int firstRow = 0)
    {
        Expect.Size("dropout", nameof(rows), rows);
        Expect.Size("dropout", nameof(columns), columns);
        Expect.Length("dropout", "x", (long)rows * columns, x.Length);
        Expect.Length("dropout", "y", x.Length, y.Length);
        Expect.SameOrApart("dropout", "y", y, "x", x);
        if (!(probability is >= 0 and <= 1))
            throw new ArgumentException($"dropout: expected a probability from 0 to 1, got {probability}");
        fixed (float* px = x, py = y)
        {
            int groups = (columns + Philox.Group - 1) / Philox.Group;
            var kernel = new Kernel
            {
                X = px,
                Y = py,
                Columns = columns,
                Groups = groups,
                FirstRow = firstRow,
                Key = key,
                Threshold = Philox.Threshold(1 - probability),
                Scale = Scale(probability),
                Stream = px != py && RowStreaming.Wanted(py, rows, columns),
            };
            Launch.Range(ref kernel, (long)rows * groups, Streaming.Grain(kernel.Stream) / Philox.Group);
        }
    }

    /// <summary>1 / (1 - p), and 0 when everything is dropped.</summary>
    internal static float Scale(double probability) => probability == 1 ? 0 : (float)(1 / (1 - probability));

    private struct Kernel : IRangeKernel
    {
        public float* X;
        public float* Y;
        public long Columns;
        public long Groups;
        public int FirstRow;
        public RandomKey Key;
        public int Threshold;
        public float Scale;
        public bool Stream;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>(long begin, long end)
            where V : struct, ILanes<V>
        {
            for (long item = begin; item < end; item++)
            {
                var (row, group) = Math.DivRem(item, Groups);
                long at = (row * Columns) + (group * Philox.Group);
                long left = Columns - (group * Philox.Group);
                var rowBits = V.CreateBits(unchecked((int)row + FirstRow));
                if (left >= Philox.Group)
                    Whole(at, rowBits, (int)group);
                else
                    Part(at, rowBits, (int)group, (int)left);
            }
        }

        /// <remarks>Nothing is called here: what lives across a call would leave the registers in every round.</remarks>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Whole<V>(long at, V row, int group)
            where V : struct, ILanes<V>
        {
            for (int line = 0; line < Philox.Group; line += 16)
                Prefetch.Line(X + at + Prefetch.Ahead + line);
            for (int column = 0; column < 16; column += V.Count)
            {
                Philox.GroupWords(Key, row, group, column, out V w0, out V w1, out V w2, out V w3);
                Mask<V, WholeReader<V>>(at + column, w0, default);
                Mask<V, WholeReader<V>>(at + column + 16, w1, default);
                Mask<V, WholeReader<V>>(at + column + 32, w2, default);
                Mask<V, WholeReader<V>>(at + column + 48, w3, default);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Part<V>(long at, V row, int group, int left)
            where V : struct, ILanes<V>
        {
            for (int column = 0; column < Math.Min(16, left); column += V.Count)
            {
                Philox.GroupWords(Key, row, group, column, out V w0, out V w1, out V w2, out V w3);
                MaskUpTo(at + column, left - column, w0);
                MaskUpTo(at + column + 16, left - column - 16, w1);
                MaskUpTo(at + column + 32, left - column - 32, w2);
                MaskUpTo(at + column + 48, left - column - 48, w3);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void MaskUpTo<V>(long at, int left, V word)
            where V : struct, ILanes<V>
        {
            if (left > 0)
                Mask<V, PartReader<V>>(at, word, new(Math.Min(left, V.Count)));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Mask<V, TReader>(long at, V word, TReader reader)
            where V : struct, ILanes<V>
            where TReader : struct, IReader<V> =>
            reader.Write(Y + at, Philox.IsBelow(word, V.CreateBits(Threshold)) & (reader.Read(X + at) * V.Create(Scale)), Stream);
    }
}
