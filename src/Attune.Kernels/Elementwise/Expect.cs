namespace Attune.Kernels;

/// <summary>Checks of arguments, with messages that name the operation, what was expected and what came.</summary>
internal static class Expect
{
    /// <summary>Throws unless <paramref name="name"/> has the expected number of elements.</summary>
    public static void Length(string operation, string name, long expected, int actual)
    {
        if (expected != actual)
            Throw(operation, name, expected, actual);
    }

    /// <summary>Throws when the two share memory but do not begin at the same element: then some inputs would be overwritten unread.</summary>
    public static void SameOrApart<T>(string operation, string input, ReadOnlySpan<T> x, string output, ReadOnlySpan<T> y)
    {
        if (x.Overlaps(y, out int offset) && offset != 0)
            throw new ArgumentException($"{operation}: expected {output} to be {input} or apart from it, got an overlap shifted by {offset} elements");
    }

    /// <summary>Throws unless the size is at least <paramref name="least"/>.</summary>
    public static void Size(string operation, string name, int least, int actual)
    {
        if (actual < least)
            throw new ArgumentException($"{operation}: expected {name} of at least {least}, got {actual}");
    }

    private static void Throw(string operation, string name, long expected, int actual) =>
        throw new ArgumentException($"{operation}: expected {name} of {expected}, got {actual}");
}
