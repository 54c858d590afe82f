namespace Attune.Kernels;

/// <summary>
/// Where the elements of one factor lie. Both factors are seen alike: as "lines" (rows of the left one, columns of the
/// right one) of <c>depth</c> elements, which are summed over.
/// </summary>
/// <param name="Data">The first element.</param>
/// <param name="Stride">Elements from one line (or, unless <paramref name="AlongDepth"/>, one depth) to the next.</param>
/// <param name="AlongDepth">True when neighbours in memory are neighbours in a line; false when they are neighbouring lines.</param>
internal readonly unsafe record struct Operand(nint Data, long Stride, bool AlongDepth)
{
    /// <summary>The address of one element of <paramref name="bytes"/> bytes.</summary>
    public byte* At(long line, long depth, int bytes) =>
        (byte*)Data + ((AlongDepth ? (line * Stride) + depth : (depth * Stride) + line) * bytes);
}
