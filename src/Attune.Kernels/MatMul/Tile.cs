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

/// <summary>Columns of the right factor that make one tile: element [p, column] is at p * Step + column.</summary>
/// <param name="data">The first element.</param>
/// <param name="step">Elements from one depth to the next: the tile's columns where it was packed.</param>
internal readonly unsafe struct RightPanel(float* data, long step)
{
    public readonly float* Data = data;
    public readonly long Step = step;
}

/// <summary>Cache lines that are wanted soon: as many as a tile asks for (<see cref="Tile.LinesAhead"/>), at any address.</summary>
/// <param name="first">The first line.</param>
/// <param name="step">Elements from one line to the next.</param>
internal readonly unsafe struct LinesAhead(float* first, long step)
{
    public readonly float* First = first;
    public readonly long Step = step;
}

/// <summary>The innermost loop of a matrix product: one tile of C from two panels.</summary>
internal unsafe interface ITile
{
    static abstract int Rows { get; }

    static abstract int Columns { get; }

    /// <summary>
    /// C tile = (or += when <paramref name="add"/>) the sum over p of a[p, row] b[p, column], one fused multiply-add a
    /// step from zero in the order of p.
    /// </summary>
    static abstract void Multiply(int depth, in LeftPanel a, in RightPanel b, float* c, long cStride, bool add, in LinesAhead ahead);
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
