using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>
/// One row times a matrix, which lasts as long as the matrix takes to be read: once, from where it lies, in streams as few
/// and as long as its layout allows. The sums are those of <see cref="ProductDriver{V, TKernel}"/>, bit for bit.
/// </summary>
internal static unsafe class RowProduct<V, TElement>
    where V : struct, ILanes<V>
    where TElement : struct, IElement
{
    // A smaller part is not worth the handshake between threads.
    private const int PartBytes = 64 * 1024;

    /// <summary>Computes a product of one row with a right factor that was not packed.</summary>
    public static void Run(in Product product, int blockDepth)
    {
        using var left = Scratch.Rent((long)product.Depth * sizeof(float));
        if (product.Left.IsBf16)
            Widen<Bf16Element>(product, left.Floats);
        else
            Widen<FloatElement>(product, left.Floats);

        bool turned = product.Right.AlongDepth;
        int unit = turned ? TurnedRow<V, TElement>.Lines : V.Count;
        // Rows that are cut into few parts are long streams; lines are streams of their own, and many parts balance better.
        int parts = Workers.Count * (turned ? 16 : 2);
        long columns = Math.Max((product.Columns + parts - 1L) / parts, PartBytes / ((long)product.Depth * TElement.Bytes));
        columns = (columns + unit - 1) / unit * unit;
        fixed (Product* pointer = &product)
        {
            var job = new Job { Product = pointer, Left = left.Floats, BlockDepth = blockDepth, PartColumns = columns };
            Workers.Run(ref job, (int)((product.Columns + columns - 1) / columns));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Widen<TLeft>(in Product product, float* target)
        where TLeft : struct, IElement
    {
        byte* from = (byte*)product.Left.Data;
        long step = (product.Left.AlongDepth ? 1 : product.Left.Stride) * TLeft.Bytes;
        int p = 0;
        for (; product.Left.AlongDepth && p + V.Count <= product.Depth; p += V.Count, from += V.Count * TLeft.Bytes)
            V.Store(target + p, TLeft.Load<V>(from));
        for (; p < product.Depth; p++, from += step)
            target[p] = TLeft.One(from);
    }

    private struct Job : IJob
    {
        public Product* Product;
        public float* Left;
        public int BlockDepth;
        public long PartColumns;

        public readonly void Run(int part)
        {
            int first = (int)(part * PartColumns);
            int count = (int)Math.Min(PartColumns, Product->Columns - first);
            if (!Product->Right.AlongDepth)
                StraightRow<V, TElement>.Run(*Product, Left, BlockDepth, first, count);
            else if (V.Count > Lanes8.Count) // which would be more lines at once than memory is read well in
                TurnedRow<Lanes8, TElement>.Run(*Product, Left, BlockDepth, first, count);
            else
                TurnedRow<V, TElement>.Run(*Product, Left, BlockDepth, first, count);
            Product->Finish<V>(0, 1, first, count);
        }
    }
}

/// <summary>The right factor [k, n] as stored: rows are added to sums in the cache, some at a time.</summary>
internal static unsafe class StraightRow<V, TElement>
    where V : struct, ILanes<V>
    where TElement : struct, IElement
{
    // Rows that are added in one pass over the sums.
    private const int Step = 8;

    private const int CacheLine = 64;

    // Rows far apart are more streams than the processor follows by itself, so they are fetched so many bytes ahead.
    private const int Ahead = 512;

    // The sums of a strip and what streams by share the first two levels of the cache.
    private const int StripColumns = 8192;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in Product product, float* left, int blockDepth, int first, int count)
    {
        using var sums = Scratch.Rent(StripColumns * sizeof(float));
        int end = first + count;
        for (int column = first; column < end; column += StripColumns)
        {
            int columns = Math.Min(StripColumns, end - column);
            for (int begin = 0; begin < product.Depth; begin += blockDepth)
            {
                int depth = Math.Min(blockDepth, product.Depth - begin);
                new Span<float>(sums.Floats, (columns + V.Count - 1) / V.Count * V.Count).Clear();
                Block(product.Right.At(column, begin), product.Right.Stride * TElement.Bytes, left + begin, columns, depth, sums.Floats);
                product.StorePart<V>(sums.Floats, StripColumns, product.C + column, 1, columns, begin > 0 || product.Accumulate);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block(byte* at, long rowBytes, float* x, int columns, int depth, float* sums)
    {
        int whole = columns - (columns % V.Count), p = 0;
        long stripBytes = whole * TElement.Bytes;
        for (; p + Step <= depth; p += Step, at += Step * rowBytes, x += Step)
        {
            V x0 = V.Create(x[0]), x1 = V.Create(x[1]), x2 = V.Create(x[2]), x3 = V.Create(x[3]);
            V x4 = V.Create(x[4]), x5 = V.Create(x[5]), x6 = V.Create(x[6]), x7 = V.Create(x[7]);
            byte* upper = at, lower = at + (4 * rowBytes);
            for (int j = 0; j < whole; j += V.Count, upper += V.Count * TElement.Bytes, lower += V.Count * TElement.Bytes)
            {
                if ((nuint)upper % CacheLine < (nuint)(V.Count * TElement.Bytes))
                {
                    // Beyond the strip, the next rows.
                    byte* ahead = upper + Ahead;
                    if (j * TElement.Bytes >= stripBytes - Ahead)
                        ahead += (Step * rowBytes) - stripBytes;
                    for (int i = 0; i < Step; i++, ahead += rowBytes)
                        Prefetch.Line(ahead);
                }

                V sum = V.Fma(x0, TElement.Load<V>(upper), V.Load(sums + j));
                sum = V.Fma(x1, TElement.Load<V>(upper + rowBytes), sum);
                sum = V.Fma(x2, TElement.Load<V>(upper + (2 * rowBytes)), sum);
                sum = V.Fma(x3, TElement.Load<V>(upper + (3 * rowBytes)), sum);
                sum = V.Fma(x4, TElement.Load<V>(lower), sum);
                sum = V.Fma(x5, TElement.Load<V>(lower + rowBytes), sum);
                sum = V.Fma(x6, TElement.Load<V>(lower + (2 * rowBytes)), sum);
                V.Store(sums + j, V.Fma(x7, TElement.Load<V>(lower + (3 * rowBytes)), sum));
            }

            if (whole < columns)
                Rows(at, rowBytes, x, whole, columns, Step, sums);
        }

        Rows(at, rowBytes, x, 0, columns, depth - p, sums);
    }

    /// <summary>Columns from <paramref name="first"/> on, row by row.</summary>
    private static void Rows(byte* at, long rowBytes, float* x, int first, int columns, int depth, float* sums)
    {
        for (int p = 0; p < depth; p++, at += rowBytes)
        {
            V factor = V.Create(x[p]);
            for (int j = first; j < columns; j += V.Count)
                V.Store(sums + j, V.Fma(factor, TElement.LoadUpTo<V>(at + (j * TElement.Bytes), columns - j), V.Load(sums + j)));
        }
    }
}
