namespace Attune.Kernels;

/// <summary>Checks of public entries; messages name the operation, the argument, what was expected and what was found.</summary>
internal static class Expect
{
    public static void Length(string operation, string argument, long expected, int found)
    {
        if (expected != found)
            throw new ArgumentException($"{operation}: expected {argument} of {expected}, got {found}");
    }

    /// <summary>An argument that may be left out by passing an empty span.</summary>
    public static void OptionalLength(string operation, string argument, long expected, int found)
    {
        if (found != 0)
            Length(operation, argument, expected, found);
    }

    public static void Size(string operation, string argument, int found, int least = 0)
    {
        if (found < least)
            throw new ArgumentOutOfRangeException(argument, found, $"{operation}: expected {argument} of at least {least}, got {found}");
    }

    /// <summary>A view [outer, n, inner].</summary>
    public static void View(string operation, int outer, int n, int inner, int leastN = 0)
    {
        Size(operation, nameof(outer), outer);
        Size(operation, nameof(n), n, leastN);
        Size(operation, nameof(inner), inner);
    }

    public static void Apart<T, TOther>(string operation, string argument, ReadOnlySpan<T> span, string otherArgument, ReadOnlySpan<TOther> other)
        where T : unmanaged
        where TOther : unmanaged
    {
        if (System.Runtime.InteropServices.MemoryMarshal.AsBytes(span).Overlaps(System.Runtime.InteropServices.MemoryMarshal.AsBytes(other)))
            throw new ArgumentException($"{operation}: expected {argument} that does not overlap {otherArgument}");
    }

    /// <summary>The same memory or none in common: what a kernel needs that reads an element and then writes it.</summary>
    public static void SameOrApart(string operation, string argument, ReadOnlySpan<float> span, string otherArgument, ReadOnlySpan<float> other)
    {
        if (span.Overlaps(other, out int offset) && offset != 0)
            throw new ArgumentException($"{operation}: expected {argument} to be {otherArgument} or not to overlap it");
    }
}
