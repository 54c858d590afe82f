using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>Rows of the left factor that make one tile: element [row, p] is at row * RowStep + p * Step.</summary>
/// <param name="data">The first element.</param>
/// <param name="rowStep">Elements from one row to the next; 1 where it was packed.</param>
/// <param name="step">Elements from one depth to the next; 1 where it is read from where it lies.</param>
internal readonly unsafe struct LeftPanel(float* data, long rowStep, long step)
{
    public readonly float* Data = data;
    public readonly long RowStep = rowStep;
    public readonly long Step = step;
}

/// <summary>The innermost loop of a matrix product: one tile of C from two panels.</summary>
internal unsafe interface ITile
{
    static abstract int Rows { get; }

    static abstract int Columns { get; }

    /// <summary>
    /// C tile = (or += when <paramref name="add"/>) the sum over p of a[p, row] b[p, column], one fused multiply-add a
    /// step from zero in the order of p; b is [depth, Columns].
    /// </summary>
    /// <param name="next">Where <see cref="Tile.LinesAhead"/> cache lines begin that are wanted soon; any address will do.</param>
    static abstract void Multiply(int depth, in LeftPanel a, float* b, float* c, long cStride, bool add, float* next);
}

/// <summary>What all tiles share.</summary>
internal static unsafe class Tile
{
    public const int CacheLineFloats = 16;

    /// <summary>Steps of the depth after which a tile asks for the next line.</summary>
    public const int StepsPerLine = 8;

    /// <summary>Lines that a tile asks for.</summary>
    public static int LinesAhead(int depth) => depth / StepsPerLine;

    /// <summary>Fetches one row of a tile of C, which may lie across one more line: the rows lie on as many pages.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PrefetchRow(float* c, int columns)
    {
        for (int column = 0; column < columns; column += CacheLineFloats)
            Prefetch.Line(c + column);
        Prefetch.Line(c + columns - 1);
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
