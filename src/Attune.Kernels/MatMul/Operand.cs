namespace Attune.Kernels;

/// <summary>
/// Where the elements of one factor lie. Both factors are seen alike: as "lines" (rows of the left one, columns of the
/// right one) of <c>depth</c> elements, which are summed over.
/// </summary>
/// <param name="Data">The first element.</param>
/// <param name="Stride">Elements from one line (or, unless <paramref name="AlongDepth"/>, one depth) to the next.</param>
/// <param name="AlongDepth">True when neighbours in memory are neighbours in a line; false when they are neighbouring lines.</param>
/// <param name="IsBf16">True when elements are bfloat16, false when they are floats.</param>
internal readonly unsafe record struct Operand(nint Data, long Stride, bool AlongDepth, bool IsBf16)
{
    /// <summary>True when the data lie in memory rather than in a cache: they are packed, in order, and a panel fetches the next one.</summary>
    public bool IsStreamed { get; init; }

    /// <summary>Size of an element.</summary>
    public int ElementBytes => IsBf16 ? sizeof(BFloat16) : sizeof(float);

    /// <summary>The address of one element.</summary>
    public byte* At(long line, long depth) =>
        (byte*)Data + ((AlongDepth ? (line * Stride) + depth : (depth * Stride) + line) * ElementBytes);
}
