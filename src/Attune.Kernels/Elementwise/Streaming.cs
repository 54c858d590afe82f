using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>When and how kernels write past the caches.</summary>
internal static unsafe class Streaming
{
    /// <summary>Outputs of at least so many bytes leave the caches before anybody could read them again.</summary>
    public const long FromBytes = 32L << 20;

    /// <summary>Rows of fewer columns are written through the caches: the stores up to an aligned address would be too many.</summary>
    public const long FromColumns = 256;

    /// <summary>
    /// Whether to write <paramref name="count"/> results past the caches: not where they replace operands, whose lines are
    /// in the caches already.
    /// </summary>
    public static bool Worthwhile(long count, float* output, float* operand0, float* operand1 = null, float* operand2 = null) =>
        count * sizeof(float) >= FromBytes && output != operand0 && output != operand1 && output != operand2;

    /// <summary>Elements of a part: more where memory is the limit, since what is read ahead at the end of a part belongs to another one.</summary>
    public static long Grain(bool stream) => Launch.ElementGrain * (stream ? 8 : 1);
}

/// <summary>Distances to aligned addresses.</summary>
internal static unsafe class Alignment
{
    /// <summary>Elements from <paramref name="pointer"/> to the next multiple of the vector's size: 0 to lanes - 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long ElementsTo<V>(float* pointer)
        where V : struct, ILanes<V> =>
        BytesTo(pointer, V.Count * sizeof(float)) / sizeof(float);

    /// <inheritdoc cref="ElementsTo{V}(float*)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long ElementsTo<V>(BFloat16* pointer)
        where V : struct, ILanes<V> =>
        BytesTo(pointer, V.Count * sizeof(BFloat16)) / sizeof(BFloat16);

    /// <summary>Whether both are the same distance from an aligned address.</summary>
    public static bool IsSame(float* first, float* second) => ((nint)first - (nint)second) % 64 == 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long BytesTo(void* pointer, int size) => -(nint)pointer & (size - 1);
}
