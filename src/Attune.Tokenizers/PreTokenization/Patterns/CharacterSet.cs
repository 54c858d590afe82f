namespace Attune.Tokenizers;

/// <summary>A set of code points, as a pattern's class, escape or literal describes it.</summary>
internal sealed class CharacterSet
{
    private readonly Func<int, bool> _holds;
    private readonly UInt128 _ascii;

    private CharacterSet(Func<int, bool> holds)
    {
        _holds = holds;
        for (int c = 0; c < 128; c++)
        {
            if (holds(c))
                _ascii |= UInt128.One << c;
        }
    }

    internal bool Contains(int codePoint) => codePoint < 128 ? (_ascii >> codePoint & 1) != 0 : _holds(codePoint);

    internal static CharacterSet Range(int first, int last) => new(c => c >= first && c <= last);

    /// <summary>Pairs of first and last, ascending and apart.</summary>
    internal static CharacterSet Ranges(int[] bounds) => new(c =>
    {
        // The number of bounds passed is odd inside of a range; a range's last code point still belongs to it.
        int index = Array.BinarySearch(bounds, c);
        return index >= 0 || (~index & 1) != 0;
    });

    /// <summary>One bit for each general category.</summary>
    internal static CharacterSet Categories(uint categories) => new(c => (CodePoints.CategoryBit(c) & categories) != 0);

    internal static CharacterSet Union(params CharacterSet[] sets) =>
        sets.Length == 1 ? sets[0] : new(c => Array.Exists(sets, set => set.Contains(c)));

    internal static CharacterSet Intersection(params CharacterSet[] sets) =>
        sets.Length == 1 ? sets[0] : new(c => Array.TrueForAll(sets, set => set.Contains(c)));

    internal CharacterSet Not() => new(c => !Contains(c));

    /// <summary>Every code point that equals one of these but for case.</summary>
    internal CharacterSet IgnoringCase() => new(c =>
    {
        if (Contains(c))
            return true;
        foreach (int other in CaseFolding.EquivalentsOf(c))
        {
            if (Contains(other))
                return true;
        }

        return false;
    });
}
