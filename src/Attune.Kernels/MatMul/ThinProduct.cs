using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>
/// A product of few rows, which lasts as long as the right factor takes to be read: it is read once, from where it lies.
/// The sums are those of <see cref="ProductDriver{V, TKernel}"/>, bit for bit.
/// </summary>
internal static unsafe class ThinProduct<V, TReader>
    where V : struct, ILanes<V>
    where TReader : struct, IRightReader<V>
{
    // Depths that are taken together: as many vectors of the right factor are in registers.
    private const int Step = 8;

    // Floats in a cache line.
    private const int CacheLine = 16;

    private const int PartBytes = 64 * 1024;

    private const int PartsPerThread = 2;

    // A multiple of the lanes and of the columns of a panel on every path.
    private const int MinStrip = 64;

    public static void Run(in Product product, int blockDepth)
    {
        using var left = Scratch.Rent((long)Steps(product.Depth) * product.Rows * Step * sizeof(float));
        if (product.Left.IsBf16)
            PackLeft<Bf16Element>(product, left.Floats);
        else
            PackLeft<FloatElement>(product, left.Floats);
        int strip = Math.Min(TReader.StripColumns(product.Rows), EvenShare(product.Columns));
        int strips = (product.Columns + strip - 1) / strip;
        int stripsPerPart = (int)Math.Clamp(PartBytes / ((long)strip * product.Depth * sizeof(float)), 1, strips);
        fixed (Product* pointer = &product)
        {
            var job = new Job
            {
                Product = pointer,
                Left = left.Floats,
                BlockDepth = blockDepth,
                StripColumns = strip,
                PartColumns = strip * stripsPerPart,
            };
            Workers.Run(ref job, (strips + stripsPerPart - 1) / stripsPerPart);
        }
    }

    /// <summary>Columns for each of a few parts a thread, so that no thread is left without.</summary>
    private static int EvenShare(int columns) => ((columns / (PartsPerThread * Workers.Count) / MinStrip) + 1) * MinStrip;

    private static int Steps(int depth) => (depth + Step - 1) / Step;

    /// <summary>The left factor as [step, row, 8 depths].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackLeft<TElement>(in Product product, float* target)
        where TElement : struct, IElement
    {
        var left = product.Left;
        long rowStep = left.AlongDepth ? left.Stride : 1;
        long depthStep = left.AlongDepth ? 1 : left.Stride;
        for (int row = 0; row < product.Rows; row++)
        {
            byte* from = (byte*)left.Data + (row * rowStep * TElement.Bytes);
            for (int p = 0; p < product.Depth; p++, from += depthStep * TElement.Bytes)
                target[((((long)p / Step * product.Rows) + row) * Step) + (p % Step)] = TElement.One(from);
        }
    }

    private struct Job : IJob
    {
        public Product* Product;
        public float* Left;
        public int BlockDepth;
        public int StripColumns;
        public int PartColumns;

        // A cache line more than a strip, since sums a power of two apart would share few sets of the cache.
        private readonly int SumsStride => StripColumns + CacheLine;

        public readonly void Run(int part)
        {
            int rows = Product->Rows;
            using var sums = Scratch.Rent((long)rows * SumsStride * sizeof(float));
            int first = part * PartColumns;
            int last = Math.Min(Product->Columns, first + PartColumns);
            for (int column = first; column < last; column += StripColumns)
            {
                int columns = Math.Min(StripColumns, last - column);
                for (int begin = 0; begin < Product->Depth; begin += BlockDepth)
                {
                    int depth = Math.Min(BlockDepth, Product->Depth - begin);
                    Sum(TReader.At(*Product, column, begin, depth), columns, depth, Left + ((long)begin * rows), sums.Floats);
                    Add(sums.Floats, column, columns, begin > 0 || Product->Accumulate);
                }

                Product->Finish<V>(0, rows, column, columns);
            }
        }

        /// <summary>sums [rows, SumsStride] = the product over one block of the depth, one strip of columns.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Sum(byte* right, int columns, int depth, float* left, float* sums)
        {
            int rows = Product->Rows;
            int strip = SumsStride;
            long stride = TReader.Stride(*Product);
            new Span<float>(sums, rows * strip).Clear();
            int whole = columns - (columns % V.Count);
            int p = 0;
            for (; p + Step <= depth; p += Step, left += rows * Step)
            {
                for (int j = 0; j < whole; j += V.Count)
                {
                    TReader.Load(right + TReader.Offset(stride, j, p), stride, out V v0, out V v1, out V v2, out V v3);
                    TReader.Load(right + TReader.Offset(stride, j, p + 4), stride, out V v4, out V v5, out V v6, out V v7);
                    float* x = left;
                    float* sum = sums + j;
                    int row = 0;
                    for (; row + 4 <= rows; row += 4, x += 4 * Step, sum += 4L * strip)
                    {
                        V s0 = V.Load(sum), s1 = V.Load(sum + strip), s2 = V.Load(sum + (2L * strip)), s3 = V.Load(sum + (3L * strip));
                        Depth(x, v0, ref s0, ref s1, ref s2, ref s3);
                        Depth(x + 1, v1, ref s0, ref s1, ref s2, ref s3);
                        Depth(x + 2, v2, ref s0, ref s1, ref s2, ref s3);
                        Depth(x + 3, v3, ref s0, ref s1, ref s2, ref s3);
                        Depth(x + 4, v4, ref s0, ref s1, ref s2, ref s3);
                        Depth(x + 5, v5, ref s0, ref s1, ref s2, ref s3);
                        Depth(x + 6, v6, ref s0, ref s1, ref s2, ref s3);
                        Depth(x + 7, v7, ref s0, ref s1, ref s2, ref s3);
                        V.Store(sum, s0);
                        V.Store(sum + strip, s1);
                        V.Store(sum + (2L * strip), s2);
                        V.Store(sum + (3L * strip), s3);
                    }

                    for (; row < rows; row++, x += Step, sum += strip)
                    {
                        V s = V.Fma(V.Create(x[0]), v0, V.Load(sum));
                        s = V.Fma(V.Create(x[1]), v1, s);
                        s = V.Fma(V.Create(x[2]), v2, s);
                        s = V.Fma(V.Create(x[3]), v3, s);
                        s = V.Fma(V.Create(x[4]), v4, s);
                        s = V.Fma(V.Create(x[5]), v5, s);
                        s = V.Fma(V.Create(x[6]), v6, s);
                        V.Store(sum, V.Fma(V.Create(x[7]), v7, s));
                    }
                }

                if (whole < columns)
                    SumPart(right, stride, whole, columns, p, Step, left, sums);
            }

            if (p < depth)
                SumPart(right, stride, 0, columns, p, depth - p, left, sums);
        }

        /// <summary>One depth of four rows.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Depth(float* x, V v, ref V s0, ref V s1, ref V s2, ref V s3)
        {
            s0 = V.Fma(V.Create(x[0]), v, s0);
            s1 = V.Fma(V.Create(x[Step]), v, s1);
            s2 = V.Fma(V.Create(x[2 * Step]), v, s2);
            s3 = V.Fma(V.Create(x[3 * Step]), v, s3);
        }

        /// <summary>Columns or depths that do not fill a step: one depth at a time.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void SumPart(byte* right, long stride, int first, int columns, int begin, int depth, float* left, float* sums)
        {
            for (int j = first; j < columns; j += V.Count)
            {
                for (int p = 0; p < depth; p++)
                {
                    V v = TReader.LoadPart(right + TReader.Offset(stride, j, begin + p), stride, Math.Min(V.Count, columns - j));
                    for (int row = 0; row < Product->Rows; row++)
                    {
                        float* sum = sums + ((long)row * SumsStride) + j;
                        V.Store(sum, V.Fma(V.Create(left[(row * Step) + p]), v, V.Load(sum)));
                    }
                }
            }
        }

        /// <summary>C = (or +=) the sums of a block.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Add(float* sums, int column, int columns, bool add)
        {
            for (int row = 0; row < Product->Rows; row++, sums += SumsStride)
            {
                float* c = Product->C + (row * Product->CStride) + column;
                for (int j = 0; j < columns; j += V.Count)
                {
                    V value = V.Load(sums + j);
                    if (add)
                        value = V.LoadUpTo(c + j, columns - j) + value;
                    V.StoreUpTo(c + j, columns - j, value);
                }
            }
        }
    }
}
