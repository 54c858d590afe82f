using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>How <see cref="ThinProduct{V, TReader}"/> reads the right factor from where it lies.</summary>
internal unsafe interface IRightReader<V>
    where V : struct, ILanes<V>
{
    /// <summary>Columns to walk down together, for products of so many rows; a multiple of the lanes.</summary>
    static abstract int StripColumns(int rows);

    /// <summary>The address of the first column of a strip at the begin of a block of the depth.</summary>
    static abstract byte* At(in Product product, int column, int begin, int depth);

    /// <summary>Elements between neighbours along the dimension that is not contiguous.</summary>
    static abstract long Stride(in Product product);

    /// <summary>Bytes from the first element of a strip to another one.</summary>
    static abstract long Offset(long stride, int column, int depth);

    /// <summary>A vector of columns at each of four depths.</summary>
    static abstract void Load(byte* at, long stride, out V v0, out V v1, out V v2, out V v3);

    /// <summary><paramref name="columns"/> columns at one depth.</summary>
    static abstract V LoadPart(byte* at, long stride, int columns);
}

/// <summary>[k, n] as stored: columns are contiguous.</summary>
internal readonly unsafe struct RowMajorReader<V, TElement> : IRightReader<V>
    where V : struct, ILanes<V>
    where TElement : struct, IElement
{
    private const int CacheLine = 64;

    // Rows far apart are more streams than the processor follows by itself, so they are fetched so many bytes ahead.
    private const int Ahead = 512;

    // Wide strips: memory is fastest when read in long runs. The sums still stay in the second-level cache.
    private const int Sums = 32768;

    public static int StripColumns(int rows) => Sums / rows / V.Count * V.Count;

    public static byte* At(in Product product, int column, int begin, int depth) =>
        product.Right.At(column, begin);

    public static long Stride(in Product product) => product.Right.Stride;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Offset(long stride, int column, int depth) => ((depth * stride) + column) * TElement.Bytes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load(byte* at, long stride, out V v0, out V v1, out V v2, out V v3)
    {
        stride *= TElement.Bytes;
        if ((nuint)at % CacheLine < (nuint)(V.Count * TElement.Bytes))
        {
            byte* ahead = at + Ahead;
            Prefetch.Line(ahead);
            Prefetch.Line(ahead + stride);
            Prefetch.Line(ahead + (2 * stride));
            Prefetch.Line(ahead + (3 * stride));
        }

        v0 = TElement.Load<V>(at);
        v1 = TElement.Load<V>(at + stride);
        v2 = TElement.Load<V>(at + (2 * stride));
        v3 = TElement.Load<V>(at + (3 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LoadPart(byte* at, long stride, int columns) => TElement.LoadUpTo<V>(at, columns);
}

/// <summary>[n, k] as stored, the transpose of the factor (weights of linear layers): transposed in registers.</summary>
internal readonly unsafe struct TransposedReader<V, TElement> : IRightReader<V>
    where V : struct, ILanes<V>
    where TElement : struct, IElement
{
    private const int CacheLine = 64;

    // The processor does not follow this many streams by itself, so they are fetched so many bytes ahead.
    private const int Ahead = 512;

    public static int StripColumns(int rows) => V.Count;

    public static byte* At(in Product product, int column, int begin, int depth) =>
        product.Right.At(column, begin);

    public static long Stride(in Product product) => product.Right.Stride;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Offset(long stride, int column, int depth) => ((column * stride) + depth) * TElement.Bytes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load(byte* at, long stride, out V v0, out V v1, out V v2, out V v3)
    {
        // Each time some of the lines: as many requests at once as there are lines would wait for each other.
        int part = (int)((nuint)at % CacheLine) / (4 * TElement.Bytes), count = V.Count * 4 * TElement.Bytes / CacheLine;
        byte* next = at + Ahead + (part * count * stride * TElement.Bytes);
        for (int i = 0; i < count; i++, next += stride * TElement.Bytes)
            Prefetch.Line(next);
        TElement.LoadTransposed(at, stride, out v0, out v1, out v2, out v3);
    }

    public static V LoadPart(byte* at, long stride, int columns)
    {
        float* lanes = stackalloc float[V.Count];
        for (int i = 0; i < V.Count; i++)
            lanes[i] = i < columns ? TElement.One(at + (i * stride * TElement.Bytes)) : 0;
        return V.Load(lanes);
    }
}

/// <summary>A <see cref="PackedMatrix"/>: a strip is a panel.</summary>
internal readonly unsafe struct PackedReader<V, TKernel> : IRightReader<V>
    where V : struct, ILanes<V>
    where TKernel : struct, IProductKernel
{
    public static int StripColumns(int rows) => TKernel.TileColumns;

    public static byte* At(in Product product, int column, int begin, int depth) =>
        ProductDriver<V, TKernel>.PackedAt(product.PackedRight, product.Columns, column, begin, depth);

    public static long Stride(in Product product) => TKernel.TileColumns;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Offset(long stride, int column, int depth) => RowMajorReader<V, FloatElement>.Offset(stride, column, depth);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load(byte* at, long stride, out V v0, out V v1, out V v2, out V v3) =>
        RowMajorReader<V, FloatElement>.Load(at, stride, out v0, out v1, out v2, out v3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LoadPart(byte* at, long stride, int columns) => RowMajorReader<V, FloatElement>.LoadPart(at, stride, columns);
}
