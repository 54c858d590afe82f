using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>
/// y = f(a, b) element by element, where a and b are read through strides: a stride of 0 repeats an element (broadcasting),
/// others read transposed and sliced operands where they lie. Correctly rounded; the same bits on every path.
/// </summary>
public static unsafe class StridedBinary
{
    /// <summary>Computes y.</summary>
    /// <param name="function">f.</param>
    /// <param name="a">The left operand, from its first element on.</param>
    /// <param name="aStrides">Elements from one place to the next along each axis.</param>
    /// <param name="b">The right operand.</param>
    /// <param name="bStrides">As for a.</param>
    /// <param name="y">The result, without gaps; may be an operand that is read without gaps.</param>
    /// <param name="sizes">The sizes of the axes of y, at most 6.</param>
    /// <exception cref="ArgumentException">An operand is too short, or y has another length.</exception>
    public static void Run(
        BinaryFunction function,
        ReadOnlySpan<float> a,
        ReadOnlySpan<int> aStrides,
        ReadOnlySpan<float> b,
        ReadOnlySpan<int> bStrides,
        Span<float> y,
        ReadOnlySpan<int> sizes)
    {
        // The common case, without the cost of describing loops.
        bool isFlat = sizes.Length == 1 && aStrides is [1] && bStrides is [1] && a.Length == sizes[0] && b.Length == sizes[0];
        var loop = isFlat ? default : StridedLoop.Create("binary", sizes, aStrides, a.Length, bStrides, b.Length);
        long count = isFlat ? sizes[0] : loop.Rows * loop.Columns;
        if (count != y.Length)
            throw new ArgumentException($"binary: expected a result of {count} elements, got {y.Length}");
        if (y.IsEmpty)
            return;
        switch (function)
        {
            case BinaryFunction.Add:
                Run<AddFunction>(a, b, y, loop);
                break;
            case BinaryFunction.Subtract:
                Run<SubtractFunction>(a, b, y, loop);
                break;
            case BinaryFunction.Multiply:
                Run<MultiplyFunction>(a, b, y, loop);
                break;
            case BinaryFunction.Divide:
                Run<DivideFunction>(a, b, y, loop);
                break;
            case BinaryFunction.Maximum:
                Run<MaximumFunction>(a, b, y, loop);
                break;
            case BinaryFunction.Minimum:
                Run<MinimumFunction>(a, b, y, loop);
                break;
            case BinaryFunction.Equal:
                Run<EqualFunction>(a, b, y, loop);
                break;
            case BinaryFunction.NotEqual:
                Run<NotEqualFunction>(a, b, y, loop);
                break;
            case BinaryFunction.Less:
                Run<LessFunction>(a, b, y, loop);
                break;
            case BinaryFunction.LessOrEqual:
                Run<LessOrEqualFunction>(a, b, y, loop);
                break;
            case BinaryFunction.Greater:
                Run<GreaterFunction>(a, b, y, loop);
                break;
            default:
                Run<GreaterOrEqualFunction>(a, b, y, loop);
                break;
        }
    }

    private static void Run<TFunction>(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y, in StridedLoop loop)
        where TFunction : unmanaged, IBinaryFunction
    {
        fixed (float* aData = a, bData = b, yData = y)
        {
            bool stream = Streaming.Worthwhile(y.Length, yData, aData, bData);
            if (loop.Columns == 0)
            {
                var flat = new FlatKernel<TFunction> { A = aData, B = bData, Y = yData, Stream = stream };
                Launch.Range(ref flat, y.Length, Streaming.Grain(stream));
                return;
            }

            var kernel = new Kernel<TFunction> { A = aData, B = bData, Y = yData, Loop = loop, Stream = stream && loop.Columns >= Streaming.FromColumns };
            int chunks = Kernel<TFunction>.Chunks(loop.Columns);
            Launch.Range(ref kernel, loop.Rows * chunks, Launch.RowGrain(Math.Min(loop.Columns, Launch.ElementGrain)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Row<V, TFunction>(float* a, float* b, float* y, int count)
        where V : struct, ILanes<V>
        where TFunction : unmanaged, IBinaryFunction
    {
        int i = 0;
        for (; i + V.Count <= count; i += V.Count)
            V.Store(y + i, TFunction.Apply(V.Load(a + i), V.Load(b + i)));
        if (i < count)
            V.StorePartial(y + i, count - i, TFunction.Apply(V.LoadPartial(a + i, count - i), V.LoadPartial(b + i, count - i)));
    }

    /// <summary>Items are pieces of rows.</summary>
    private struct Kernel<TFunction> : IRangeKernel
        where TFunction : unmanaged, IBinaryFunction
    {
        private const int Block = 64;

        public float* A;
        public float* B;
        public float* Y;
        public StridedLoop Loop;
        public bool Stream;

        public static int Chunks(int columns) => (int)((columns + Launch.ElementGrain - 1) / Launch.ElementGrain);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>(long begin, long end)
            where V : struct, ILanes<V>
        {
            int columns = Loop.Columns;
            int chunks = Chunks(columns);
            long aStep = Loop.ColumnStride(0), bStep = Loop.ColumnStride(1);
            float* aBlock = stackalloc float[Block];
            float* bBlock = stackalloc float[Block];
            for (long item = begin; item < end; item++)
            {
                var (row, chunk) = chunks == 1 ? (item, 0) : Math.DivRem(item, chunks);
                Loop.Locate(row, out long aStart, out long bStart, out _);
                long first = chunk * Launch.ElementGrain;
                int count = (int)Math.Min(Launch.ElementGrain, columns - first);
                float* a = A + aStart + (first * aStep);
                float* b = B + bStart + (first * bStep);
                float* y = Y + (row * columns) + first;
                if (aStep == 1 && bStep == 1)
                    new FlatKernel<TFunction> { A = a, B = b, Y = y, Stream = Stream }.Run<V>(0, count);
                else
                    Blocks<V>(a, aStep, aBlock, b, bStep, bBlock, y, count);
            }
        }

        private static void Blocks<V>(float* a, long aStep, float* aBlock, float* b, long bStep, float* bBlock, float* y, int count)
            where V : struct, ILanes<V>
        {
            for (int i = 0; i < count; i += Block)
            {
                int n = Math.Min(Block, count - i);
                Row<V, TFunction>(Read(a + (i * aStep), aStep, aBlock, n, i == 0), Read(b + (i * bStep), bStep, bBlock, n, i == 0), y + i, n);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static float* Read(float* source, long step, float* block, int count, bool isFirst)
        {
            if (step == 1)
                return source;
            if (step != 0 || isFirst)
            {
                for (int i = 0; i < count; i++)
                    block[i] = source[i * step];
            }

            return block;
        }
    }

    /// <summary>Operands of the size of the result, without gaps.</summary>
    private struct FlatKernel<TFunction> : IRangeKernel, IElementStep
        where TFunction : unmanaged, IBinaryFunction
    {
        public float* A;
        public float* B;
        public float* Y;

        /// <summary>Writes past the caches.</summary>
        public bool Stream { readonly get; set; }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly long ToAligned<V>(long i)
            where V : struct, ILanes<V> => Alignment.ElementsTo<V>(Y + i);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>(long begin, long end)
            where V : struct, ILanes<V> => ElementLoop.Run<V, FlatKernel<TFunction>>(this, begin, end);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Prefetch(long i)
        {
            Kernels.Prefetch.Line(A + i);
            Kernels.Prefetch.Line(B + i);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void At<V, TReader>(long i, TReader reader)
            where V : struct, ILanes<V>
            where TReader : struct, IReader<V> => reader.Write(Y + i, TFunction.Apply(reader.Read(A + i), reader.Read(B + i)), Stream);
    }
}
