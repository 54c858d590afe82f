using System.Buffers.Binary;
using System.Text;

namespace Attune.Tokenizers.Tests;

/// <summary>Builds small maps of the kind <see cref="PrecompiledNormalizer"/> reads, one block of 256 units a node: large and simple.</summary>
internal static class CharsmapBuilder
{
    public static byte[] Build(params (string From, string To)[] rules)
    {
        var nodes = new List<SortedDictionary<byte, int>> { new() };
        var values = new Dictionary<int, int>();
        var replacements = new List<byte>();
        foreach (var (from, to) in rules)
        {
            int node = 0;
            foreach (byte b in Encoding.UTF8.GetBytes(from))
            {
                if (!nodes[node].TryGetValue(b, out int child))
                {
                    nodes[node][b] = child = nodes.Count;
                    nodes.Add(new());
                }

                node = child;
            }

            values[node] = replacements.Count;
            replacements.AddRange([.. Encoding.UTF8.GetBytes(to), 0]);
        }

        // Node n has its base at unit 256 (n + 1), so that its place and its base differ in more than the low byte; unit 0 is the root.
        uint[] units = new uint[256 * (nodes.Count + 1)];
        units[0] = Unit(0, 256, 0, false);
        for (int n = 0; n < nodes.Count; n++)
        {
            int at = 256 * (n + 1);
            foreach (var (label, child) in nodes[n])
                units[at ^ label] = Unit(at ^ label, 256 * (child + 1), label, values.ContainsKey(child));
            if (values.TryGetValue(n, out int value))
                units[at] = 1u << 31 | (uint)value;
        }

        byte[] map = new byte[4 + 4 * units.Length + replacements.Count];
        BinaryPrimitives.WriteInt32LittleEndian(map, 4 * units.Length);
        for (int i = 0; i < units.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(map.AsSpan(4 + 4 * i), units[i]);
        replacements.CopyTo(map, 4 + 4 * units.Length);
        return map;
    }

    private static uint Unit(int place, int to, byte label, bool hasValue) => (uint)(place ^ to) << 10 | (hasValue ? 1u << 8 : 0) | label;
}
