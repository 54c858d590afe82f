using System.Buffers.Binary;

namespace Attune.Tokenizers;

/// <summary>
/// A trie in one array (Aoe 1989) as Darts-clone writes it: byte strings, each with a value. The child of a node by byte b is the unit at the node's base xor b,
/// which has b as its label; where a string ends, the unit at the base itself holds the value. Immutable and thread-safe.
/// </summary>
internal sealed class DoubleArray
{
    // Bits of a unit: label 0-7, a string ends 8, the offset to its base 10-30 with a bit that says it counts in 256s; or a value, marked by the highest bit.
    internal const uint IsValue = 1u << 31;
    internal const uint HasValue = 1u << 8;
    internal const int OffsetShift = 10;

    // Strings that share their ends make a small array of very many.
    private const int MostStrings = 1 << 20;
    private const uint LongOffset = 1u << 9;

    private readonly uint[] _units;

    /// <summary>Takes in an array of 32-bit units, little-endian.</summary>
    public DoubleArray(ReadOnlySpan<byte> units)
    {
        // Whole blocks, so that a base inside has all its children inside. A unit of zeros is nobody's child.
        _units = new uint[units.Length / 4 + 255 & ~255];
        for (int i = 0; i < units.Length / 4; i++)
            _units[i] = BinaryPrimitives.ReadUInt32LittleEndian(units[(4 * i)..]);
    }

    /// <summary>The base of the root.</summary>
    public int Root => Base(0);

    /// <summary>The child of the node with this base by a byte that is not 0: its base, -1 if there is none; and its value, -1 if no string ends there.</summary>
    public int Child(int parent, byte label, out int value)
    {
        value = -1;
        int index = parent ^ label;
        uint unit = _units[index];
        if ((unit & (IsValue | 0xFF)) != label || label == 0)
            return -1;
        int node = Base(index);
        if ((unit & HasValue) != 0)
            value = (int)(_units[node] & ~IsValue);
        return node;
    }

    /// <summary>
    /// Checks every node that can be reached and hands its byte, base and value (-1 if it has none) to <paramref name="visit"/>, once where strings share an
    /// end, which returns what is wrong with it. Returns the first thing wrong, null for a sound array; after that no search leaves the array.
    /// </summary>
    public string? Check(Func<byte, int, int, string?> visit)
    {
        if (_units.Length == 0)
            return "the trie has no units";
        var seen = new bool[_units.Length];
        var open = new Stack<int>();
        if (Enter(0, seen, open) is { } wrong)
            return wrong;
        while (open.TryPop(out int parent))
        {
            for (int label = 1; label < 256; label++)
            {
                int index = parent ^ label;
                uint unit = _units[index];
                if ((unit & (IsValue | 0xFF)) != label)
                    continue;
                string? error = Enter(index, seen, open);
                if (error is null && (unit & HasValue) != 0 && (_units[Base(index)] & IsValue) == 0)
                    error = $"unit {index} of the trie has no value where it announces one";
                if (error is null)
                {
                    int node = Child(parent, (byte)label, out int value);
                    error = visit((byte)label, node, value);
                }

                if (error is not null)
                    return error;
            }
        }

        return null;
    }

    /// <summary>The values of all strings that go on from a node, not that of the one which ends there.</summary>
    public IEnumerable<int> Below(int node)
    {
        var seen = new HashSet<int> { node };
        var open = new Stack<int>(seen);
        while (open.TryPop(out int parent))
        {
            for (int label = 1; label < 256; label++)
            {
                int child = Child(parent, (byte)label, out int value);
                if (child < 0)
                    continue;
                if (value >= 0)
                    yield return value;
                if (seen.Add(child))
                    open.Push(child);
            }
        }
    }

    /// <summary>All strings with their values.</summary>
    /// <exception cref="ArgumentException">There are too many, or one never ends.</exception>
    public IEnumerable<(byte[] Text, int Value)> Strings()
    {
        var open = new Stack<(int Node, byte[] Path)>([(Root, [])]);
        int visited = 0;
        while (open.TryPop(out var parent))
        {
            for (int label = 1; label < 256; label++)
            {
                int child = Child(parent.Node, (byte)label, out int value);
                if (child < 0)
                    continue;
                byte[] path = [.. parent.Path, (byte)label];
                if (path.Length > 256 || ++visited > MostStrings)
                    throw new ArgumentException($"expected a trie of at most {MostStrings} nodes and 256 levels, found more");
                if (value >= 0)
                    yield return (path, value);
                open.Push((child, path));
            }
        }
    }

    // Strings with the same end share nodes, and a corrupt array may have cycles: each base is opened once.
    private string? Enter(int index, bool[] seen, Stack<int> open)
    {
        int node = Base(index);
        if ((uint)node >= (uint)_units.Length)
            return $"unit {index} of the trie leads to unit {node}, of {_units.Length}";
        if (!seen[node])
            open.Push(node);
        seen[node] = true;
        return null;
    }

    private int Base(int index)
    {
        uint unit = _units[index];
        return index ^ (int)((unit & ~IsValue) >> OffsetShift << ((unit & LongOffset) != 0 ? 8 : 0));
    }
}
