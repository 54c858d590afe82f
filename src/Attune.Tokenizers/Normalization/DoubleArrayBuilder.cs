using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Attune.Tokenizers;

/// <summary>Writes a trie as <see cref="DoubleArray"/> reads it.</summary>
internal static class DoubleArrayBuilder
{
    private const int BlockLength = 256;
    private const int TriedPlaces = 256;
    private const int FewChildren = 4;

    // The offsets of so many units need no long form.
    private const int MostUnits = 1 << 21;

    /// <summary>The units, little-endian, of byte strings, each given once, that have no zero byte.</summary>
    /// <exception cref="ArgumentException">They take too many units.</exception>
    public static byte[] Build(List<(byte[] Text, int Value)> strings)
    {
        strings.Sort((a, b) => a.Text.AsSpan().SequenceCompareTo(b.Text));
        var units = new List<uint>(new uint[BlockLength]);
        var used = new List<bool>(new bool[BlockLength]) { [0] = true };
        var bases = new HashSet<int>();
        int firstFree = 1;
        Span<byte> labels = stackalloc byte[BlockLength];
        var begins = new int[BlockLength + 1];

        // The children of a node are the groups of the range of strings that share its path; a string that ends there has the child 0.
        var open = new Stack<(int Index, int From, int To, int Depth)>();
        open.Push((0, 0, strings.Count, 0));
        while (open.TryPop(out var node))
        {
            int count = 0;
            for (int i = node.From; i < node.To; i++)
            {
                byte label = strings[i].Text.ElementAtOrDefault(node.Depth);
                if (count > 0 && labels[count - 1] == label)
                    continue;
                labels[count] = label;
                begins[count++] = i;
            }

            begins[count] = node.To;
            int place = Place(labels[..count]);
            units[node.Index] |= (uint)(node.Index ^ place) << DoubleArray.OffsetShift;
            for (int i = 0; i < count; i++)
            {
                int index = place ^ labels[i];
                used[index] = true;
                units[index] = labels[i];
                if (labels[i] == 0)
                {
                    units[index] = DoubleArray.IsValue | (uint)strings[begins[i]].Value;
                    units[node.Index] |= DoubleArray.HasValue;
                }
                else
                {
                    open.Push((index, begins[i], begins[i + 1], node.Depth + 1));
                }
            }
        }

        byte[] bytes = new byte[4 * units.Count];
        for (int i = 0; i < units.Count; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4 * i), units[i]);
        return bytes;

        // The first of some places where all children find room and that is no other node's, or else a new block.
        int Place(ReadOnlySpan<byte> labels)
        {
            while (firstFree < used.Count && used[firstFree])
                firstFree++;
            var taken = CollectionsMarshal.AsSpan(used);
            for (int i = firstFree, tries = 0; i < taken.Length && tries < TriedPlaces; i++)
            {
                if (taken[i])
                    continue;
                tries++;
                int place = i ^ labels[0];
                if (!bases.Contains(place) && Fits(taken, place, labels))
                {
                    bases.Add(place);
                    return place;
                }
            }

            int block = units.Count;
            if (block + BlockLength > MostUnits)
                throw new ArgumentException($"expected strings of a trie of at most {MostUnits} units, found more");

            // Where few find no place, hardly any will: what is free before stays free.
            if (labels.Length <= FewChildren)
                firstFree = block;
            units.AddRange(new uint[BlockLength]);
            used.AddRange(new bool[BlockLength]);
            bases.Add(block);
            return block;
        }
    }

    private static bool Fits(ReadOnlySpan<bool> taken, int place, ReadOnlySpan<byte> labels)
    {
        foreach (byte label in labels)
        {
            if (taken[place ^ label])
                return false;
        }

        return true;
    }
}
