using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Attune.Kernels;

/// <summary>The innermost loop of a matrix product: one tile of C from packed panels.</summary>
internal unsafe interface ITile
{
    static abstract int Rows { get; }

    static abstract int Columns { get; }

    /// <summary>
    /// C tile = (or += when <paramref name="add"/>) the sum over p of a[p, row] b[p, column], one fused multiply-add a
    /// step from zero in the order of p; a is [depth, Rows], b is [depth, Columns].
    /// </summary>
    static abstract void Multiply(int depth, float* a, float* b, float* c, long cStride, bool add);
}

/// <summary>What all tiles share.</summary>
internal static unsafe class Tile
{
    private const int CacheLineFloats = 16;

    /// <summary>Fetches the tile of C while the products are summed: its rows lie on as many pages.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(float* c, long cStride, int rows, int columns)
    {
        if (!Sse.IsSupported)
            return;
        for (int row = 0; row < rows; row++, c += cStride)
        {
            for (int column = 0; column < columns; column += CacheLineFloats)
                Sse.Prefetch0(c + column);
            Sse.Prefetch0(c + columns - 1);
        }
    }

    /// <summary>Fetches a cache line that will be read soon; any address is allowed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(void* address)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(address);
    }

    /// <summary>Fetches a cache line into the second-level cache; any address is allowed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PrefetchSecond(void* address)
    {
        if (Sse.IsSupported)
            Sse.Prefetch1(address);
    }

    /// <summary>Writes one row of a tile, or adds it to what is there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Finish<V>(float* c, V left, V right, bool add)
        where V : struct, ILanes<V>
    {
        if (add)
        {
            left = V.Load(c) + left;
            right = V.Load(c + V.Count) + right;
        }

        V.Store(c, left);
        V.Store(c + V.Count, right);
    }
}
