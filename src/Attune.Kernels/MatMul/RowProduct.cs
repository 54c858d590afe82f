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
        using var left = Scratch.Rent(2L * product.Depth * sizeof(float));
        if (product.Left.IsBf16)
            Widen<Bf16Element>(product, left.Floats);
        else
            Widen<FloatElement>(product, left.Floats);
        new Span<float>(left.Floats, product.Depth).CopyTo(new Span<float>(left.Floats + product.Depth, product.Depth));

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
            if (Product->Right.AlongDepth)
                TurnedRow<V, TElement>.Run(*Product, Left, BlockDepth, first, count);
            else
                StraightRow<V, TElement>.Run(*Product, Left, BlockDepth, first, count);
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
        for (; p + Step <= depth; p += Step, at += Step * rowBytes, x += Step)
        {
            V x0 = V.Create(x[0]), x1 = V.Create(x[1]), x2 = V.Create(x[2]), x3 = V.Create(x[3]);
            V x4 = V.Create(x[4]), x5 = V.Create(x[5]), x6 = V.Create(x[6]), x7 = V.Create(x[7]);
            byte* upper = at, lower = at + (4 * rowBytes);
            for (int j = 0; j < whole; j += V.Count, upper += V.Count * TElement.Bytes, lower += V.Count * TElement.Bytes)
            {
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

/// <summary>
/// The right factor [n, k] as stored, the transpose of the factor (weights of linear layers): lanes are lines, some of each
/// of which are copied side by side and turned in registers.
/// </summary>
/// <remarks>
/// The copy is what makes it fast: lines often lie a power of two apart and fall into the same few places of the cache, so
/// whole cache lines are taken from them at once, and while these are summed the next ones are fetched.
/// </remarks>
internal static unsafe class TurnedRow<V, TElement>
    where V : struct, ILanes<V>
    where TElement : struct, IElement
{
    private const int CacheLine = 64;

    // Of one line: with four vectors of lines it fills a quarter of a first-level cache.
    private const int ChunkBytes = 4 * CacheLine;

    // Lines of the copy lie so far apart that neighbours are in different banks of the cache.
    private const int CopyBytes = ChunkBytes + 32;

    // Four floats or eight bfloat16 are turned together.
    private const int StepBytes = 16;

    // Four vectors.
    private const int Groups = 4;

    private static int ChunkDepth => ChunkBytes / TElement.Bytes;

    private static int StepDepth => StepBytes / TElement.Bytes;

    /// <summary>Lines at a time.</summary>
    public static int Lines => Groups * V.Count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in Product product, float* left, int blockDepth, int first, int count)
    {
        using var scratch = Scratch.Rent(Lines * (CopyBytes + sizeof(float)));
        new Span<byte>(scratch.Bytes, Lines * CopyBytes).Clear();
        float* sums = (float*)(scratch.Bytes + (Lines * CopyBytes));
        long lineBytes = product.Right.Stride * TElement.Bytes;
        int end = first + count;
        for (int column = first; column < end; column += Lines)
        {
            int lines = Math.Min(Lines, end - column);
            for (int begin = 0; begin < product.Depth; begin += blockDepth)
            {
                int depth = Math.Min(blockDepth, product.Depth - begin);
                new Span<float>(sums, Lines).Clear();
                for (int p = 0; p < depth; p += ChunkDepth)
                {
                    int chunk = Math.Min(ChunkDepth, depth - p), steps = chunk / StepDepth, next = begin + p + chunk;
                    byte* from = product.Right.At(column, begin + p);
                    byte* ahead = next < product.Depth ? product.Right.At(column, next) : product.Right.At(column + Lines, 0);
                    Copy(from, lineBytes, lines, steps * StepBytes, scratch.Bytes);
                    Sum((float*)scratch.Bytes, left + begin + p, left + product.Depth + begin + p, steps, sums, ahead, lineBytes);
                    if (steps * StepDepth < chunk)
                        SumRest(from, lineBytes, lines, left + begin + p, steps * StepDepth, chunk, sums);
                }

                product.StorePart<V>(sums, Lines, product.C + column, 1, lines, begin > 0 || product.Accumulate);
            }
        }
    }

    /// <summary>Copies <paramref name="bytes"/> bytes of each line to [line, ChunkBytes].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy(byte* from, long lineBytes, int lines, int bytes, byte* to)
    {
        for (int line = 0; line < lines; line++, from += lineBytes, to += CopyBytes)
        {
            float* source = (float*)from, target = (float*)to, end = (float*)(from + bytes);
            for (; source + 16 <= end; source += 16, target += 16)
            {
                Lanes8.Store(target, Lanes8.Load(source));
                Lanes8.Store(target + 8, Lanes8.Load(source + 8));
            }

            for (; source < end; source += 4, target += 4)
                Lanes4.Store(target, Lanes4.Load(source));
        }
    }

    /// <summary>Adds copied steps to the sums of their lines and meanwhile fetches the lines of the next chunk.</summary>
    /// <remarks>
    /// <paramref name="sameX"/> holds what <paramref name="x"/> holds. From one place the JIT would load the factors once for
    /// all four sums, keep them in registers, and the sums no longer.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum(float* at, float* x, float* sameX, int steps, float* sums, byte* ahead, long lineBytes)
    {
        int fetched = Math.Max(1, Lines / (ChunkBytes / StepBytes));
        V s0 = V.Load(sums), s1 = V.Load(sums + V.Count), s2 = V.Load(sums + (2 * V.Count)), s3 = V.Load(sums + (3 * V.Count));
        for (; steps > 0; steps--, at += StepBytes / sizeof(float), x += StepDepth, sameX += StepDepth)
        {
            for (int line = 0; line < fetched; line++, ahead += lineBytes)
            {
                Tile.Prefetch(ahead);
                Tile.Prefetch(ahead + CacheLine);
                Tile.Prefetch(ahead + (2 * CacheLine));
                Tile.Prefetch(ahead + (3 * CacheLine));
            }

            Add(at, x, ref s0, ref s1);
            Add(at + (2 * V.Count * (CopyBytes / sizeof(float))), sameX, ref s2, ref s3);
        }

        V.Store(sums, s0);
        V.Store(sums + V.Count, s1);
        V.Store(sums + (2 * V.Count), s2);
        V.Store(sums + (3 * V.Count), s3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float* at, float* x, ref V s0, ref V s1)
    {
        V.LoadTransposed(at, (CopyBytes / sizeof(float)), out V v0, out V v1, out V v2, out V v3);
        V.LoadTransposed(at + (V.Count * (CopyBytes / sizeof(float))), (CopyBytes / sizeof(float)), out V w0, out V w1, out V w2, out V w3);
        TElement.Add(x, v0, v1, v2, v3, w0, w1, w2, w3, ref s0, ref s1);
    }

    /// <summary>Depths that do not fill a step.</summary>
    private static void SumRest(byte* from, long lineBytes, int lines, float* x, int begin, int end, float* sums)
    {
        for (int line = 0; line < lines; line++, from += lineBytes)
        {
            for (int p = begin; p < end; p++)
                sums[line] = MathF.FusedMultiplyAdd(x[p], TElement.One(from + (p * TElement.Bytes)), sums[line]);
        }
    }
}
