using System.Runtime.InteropServices;

namespace Attune.Kernels;

/// <summary>What a function of <see cref="Bf16Code.Tile"/> is called with.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Bf16TileCall
{
    /// <summary>Chunks of <see cref="Bf16Code.ChunkPairs"/> pairs that fetch a row of c each, then those that do not.</summary>
    public nint ChunksWithRow;
    public nint Chunks;

    /// <summary>Pairs that fill no chunk.</summary>
    public nint Pairs;

    public float* A;

    /// <summary>From one row of a to the next, and from one pair to the next.</summary>
    public nint ARowBytes;
    public nint AStepBytes;

    public byte* B;
    public float* C;

    /// <summary>From one row of c to the next.</summary>
    public nint RowBytes;

    /// <summary>The first line to fetch, and bytes to the next: one a chunk.</summary>
    public float* Ahead;
    public nint AheadBytes;

    /// <summary>A tile of so many rows and pairs.</summary>
    public Bf16TileCall(int rows, int pairs, in LeftPanel a, byte* b, float* c, long cStride, in LinesAhead ahead)
    {
        int chunks = pairs / Bf16Code.ChunkPairs;
        ChunksWithRow = Math.Min(rows, chunks);
        Chunks = chunks - ChunksWithRow;
        Pairs = pairs - (chunks * Bf16Code.ChunkPairs);
        A = a.Data;
        ARowBytes = (nint)(a.RowStep * sizeof(float));
        AStepBytes = (nint)(a.Step * sizeof(float));
        B = b;
        C = c;
        RowBytes = (nint)(cStride * sizeof(float));
        Ahead = ahead.First;
        AheadBytes = (nint)(ahead.Step * sizeof(float));
    }

    /// <summary>Where a field lies.</summary>
    public static int At(string field) => (int)Marshal.OffsetOf<Bf16TileCall>(field);
}
