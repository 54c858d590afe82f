using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Attune.Kernels;

/// <summary>Moves rows of heads into the layouts of the tiles and back. Nothing here rounds but the multiplication by a factor.</summary>
internal static unsafe class AttentionPacking
{
    // Rows that are asked for before they are copied.
    private const int Ahead = 8;

    /// <summary>target[d, lane] = rows[lane, d] * factor, for rows of a stride.</summary>
    /// <param name="depth">A multiple of 4.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose<V>(int width, float* rows, int stride, int depth, float factor, float* target)
        where V : struct, ILanes<V>
    {
        V scale = V.Create(factor);
        for (int lane = 0; lane < width; lane += V.Count)
        {
            float* row = rows + ((long)lane * stride);
            float* column = target + lane;
            for (int d = 0; d < depth; d += 4, column += 4 * width)
            {
                V.LoadTransposed(row + d, stride, out V v0, out V v1, out V v2, out V v3);
                V.Store(column, v0 * scale);
                V.Store(column + width, v1 * scale);
                V.Store(column + (2 * width), v2 * scale);
                V.Store(column + (3 * width), v3 * scale);
            }
        }
    }

    /// <summary>rows[lane][d] = source[d, lane] * factors[lane]; never -0, so that whether an exact zero was added is not visible.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TransposeBack(float* source, int width, int lanes, int dim, float* factors, float** rows)
    {
        int lane = 0;
        for (; lane + 4 <= lanes; lane += 4)
        {
            float* r0 = rows[lane], r1 = rows[lane + 1], r2 = rows[lane + 2], r3 = rows[lane + 3];
            var factor = Vector128.Load(factors + lane);
            int d = 0;
            for (; d + 4 <= dim; d += 4)
            {
                float* column = source + ((long)d * width) + lane;
                var c0 = (Vector128.Load(column) * factor) + Vector128<float>.Zero;
                var c1 = (Vector128.Load(column + width) * factor) + Vector128<float>.Zero;
                var c2 = (Vector128.Load(column + (2 * width)) * factor) + Vector128<float>.Zero;
                var c3 = (Vector128.Load(column + (3 * width)) * factor) + Vector128<float>.Zero;
                Transpose4(ref c0, ref c1, ref c2, ref c3);
                c0.Store(r0 + d);
                c1.Store(r1 + d);
                c2.Store(r2 + d);
                c3.Store(r3 + d);
            }

            for (; d < dim; d++)
            {
                for (int i = 0; i < 4; i++)
                    rows[lane + i][d] = (source[((long)d * width) + lane + i] * factors[lane + i]) + 0f;
            }
        }

        for (; lane < lanes; lane++)
        {
            for (int d = 0; d < dim; d++)
                rows[lane][d] = (source[((long)d * width) + lane] * factors[lane]) + 0f;
        }
    }

    /// <summary>Copies <paramref name="dim"/> elements to a row of <paramref name="depth"/>, zeros behind.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CopyRow<V>(float* source, int dim, int depth, float* target)
        where V : struct, ILanes<V>
    {
        int d = 0;
        for (; d < dim; d += V.Count)
            V.StoreUpTo(target + d, depth - d, V.LoadUpTo(source + d, dim - d));
        for (; d < depth; d += V.Count)
            V.StoreUpTo(target + d, depth - d, V.Zero);
    }

    /// <summary>The same for keys or values from <paramref name="first"/> on.</summary>
    /// <param name="stride">Of the target, at least <paramref name="depth"/>; what lies between stays as it is.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy<V>(in KeyRowPointer source, int first, int count, int dim, int depth, int stride, float* target)
        where V : struct, ILanes<V>
    {
        for (int row = first; row < first + count; row++, target += stride)
        {
            float* next = source.At(Math.Min(row + Ahead, first + count - 1));
            for (int d = 0; d < dim; d += 16)
                Prefetch.Second(next + d);
            CopyRow<V>(source.At(row), dim, depth, target);
        }
    }

    /// <summary>The same for rows anywhere; those from <paramref name="lanes"/> to <paramref name="width"/> - 1 become zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gather<V>(float** rows, int lanes, int width, int dim, int depth, float* target)
        where V : struct, ILanes<V>
    {
        for (int lane = 0; lane < lanes; lane++)
        {
            float* next = rows[Math.Min(lane + Ahead, lanes - 1)];
            for (int d = 0; d < dim; d += 16)
                Prefetch.Second(next + d);
            CopyRow<V>(rows[lane], dim, depth, target + ((long)lane * depth));
        }

        new Span<float>(target + ((long)lanes * depth), (width - lanes) * depth).Clear();
    }

    /// <summary>The way back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scatter<V>(float* source, int depth, int lanes, int dim, float** rows)
        where V : struct, ILanes<V>
    {
        for (int lane = 0; lane < lanes; lane++)
            CopyRow<V>(source + ((long)lane * depth), dim, dim, rows[lane]);
    }

    /// <summary>Asks for all of some rows, which lie far apart: one after the other they would wait longer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PrefetchRows(float** rows, int count, int dim)
    {
        for (int row = 0; row < count; row++)
        {
            for (int d = 0; d < dim; d += 16)
                Prefetch.Second(rows[row] + d);
        }
    }

    /// <summary>True when any element is NaN or infinite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool HasNonFinite<V>(float* rows, long stride, int count, int dim)
        where V : struct, ILanes<V>
    {
        // x * 0 is 0 for finite x and NaN for others, and no bits that are added to those of a NaN make it a number.
        V sum = V.Zero;
        for (int row = 0; row < count; row++)
        {
            float* x = rows + (row * stride);
            for (int d = 0; d < dim; d += V.Count)
                sum |= V.LoadUpTo(x + d, dim - d) * V.Zero;
        }

        return V.Any(V.IsNaN(sum));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose4(ref Vector128<float> r0, ref Vector128<float> r1, ref Vector128<float> r2, ref Vector128<float> r3)
    {
        // Pairs of rows interleave to x0 y0 x1 y1 and x2 y2 x3 y3, pairs of those to columns.
        var low01 = UnpackLow(r0, r1);
        var high01 = UnpackHigh(r0, r1);
        var low23 = UnpackLow(r2, r3);
        var high23 = UnpackHigh(r2, r3);
        r0 = LowHalves(low01, low23);
        r1 = HighHalves(low01, low23);
        r2 = LowHalves(high01, high23);
        r3 = HighHalves(high01, high23);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> UnpackLow(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b)
        : Vector128.Create(a[0], b[0], a[1], b[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> UnpackHigh(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b)
        : Vector128.Create(a[2], b[2], a[3], b[3]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> LowHalves(Vector128<float> a, Vector128<float> b) => Vector128.Create(a.GetLower(), b.GetLower());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> HighHalves(Vector128<float> a, Vector128<float> b) => Vector128.Create(a.GetUpper(), b.GetUpper());
}
