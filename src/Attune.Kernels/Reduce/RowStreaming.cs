namespace Attune.Kernels;

/// <summary>When kernels over rows write past the caches.</summary>
internal static unsafe class RowStreaming
{
    /// <summary>Large outputs whose rows are whole cache lines: then every vector of every row is aligned.</summary>
    public static bool Wanted(float* target, long rows, long columns) =>
        rows * columns * sizeof(float) >= Streaming.FromBytes && (nuint)target % 64 == 0 && columns % 16 == 0;

    /// <summary>Rows per part: more where a row's write overlaps with the next row's read, so that the ends of parts cost little.</summary>
    public static long Grain(long columns, bool stream) => Launch.RowGrain(columns) * (stream ? 8 : 1);
}
