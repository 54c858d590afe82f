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
            throw new ArgumentException($"{operation}: expected {argument} of at least {least}, got {found}");
    }

    /// <summary>A coefficient: at least 0, neither infinite nor NaN.</summary>
    public static void Coefficient(string operation, string argument, double found)
    {
        if (!(found >= 0 && double.IsFinite(found)))
            throw new ArgumentException($"{operation}: expected {argument} of at least 0, got {found}");
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

    /// <summary>Indices of rows of a table.</summary>
    public static void Indices(string operation, ReadOnlySpan<int> indices, int count, string ofWhat)
    {
        for (int row = 0; row < indices.Length; row++)
        {
            if ((uint)indices[row] >= (uint)count)
            {
                throw new ArgumentException(
                    $"{operation}: expected indices from 0 to {count - 1} ({ofWhat} of {count}), got {indices[row]} in row {row}");
            }
        }
    }

    /// <summary>Offsets that cut <paramref name="total"/> items into consecutive groups: from 0, never falling, to the total.</summary>
    public static void Offsets(string operation, ReadOnlySpan<int> offsets, int groups, int total)
    {
        Size(operation, nameof(groups), groups);
        Length(operation, "offsets", groups + 1L, offsets.Length);
        if (offsets[0] != 0)
            throw new ArgumentException($"{operation}: expected offsets that begin with 0, got {offsets[0]}");
        for (int i = 0; i < groups; i++)
        {
            if (offsets[i + 1] < offsets[i])
                throw new ArgumentException($"{operation}: expected offsets that never fall, got {offsets[i]} and then {offsets[i + 1]} at {i + 1}");
        }

        if (offsets[groups] != total)
            throw new ArgumentException($"{operation}: expected offsets that end with {total}, got {offsets[groups]}");
    }
}
