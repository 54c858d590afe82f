using System.Buffers.Binary;

namespace Attune.Formats.Tests;

/// <summary>Damages files as disks, networks and adversaries do. Self-contained, so that other test projects can link this file.</summary>
internal static class Mutations
{
    private static readonly byte[] s_values = [0x00, 0x7F, 0x80, 0xFF];

    private static readonly ulong[] s_lengths =
        [0, 1, 0x7F, 0xFFFF, int.MaxValue, 1UL << 31, uint.MaxValue, 1UL << 32, long.MaxValue, 1UL << 63, ulong.MaxValue];

    /// <summary>A copy of a file with one to four changes; the same random numbers give the same copy.</summary>
    public static byte[] Mutate(ReadOnlySpan<byte> original, Random random)
    {
        byte[] bytes = original.ToArray();
        for (int changes = random.Next(3) > 0 ? 1 : random.Next(2, 5); changes > 0 && bytes.Length > 0; changes--)
            bytes = Change(bytes, random);
        return bytes;
    }

    private static byte[] Change(byte[] bytes, Random random)
    {
        // Headers are where structure is: half of the changes go to the first bytes.
        int at = random.Next(random.Next(2) == 0 ? Math.Min(bytes.Length, 256) : bytes.Length);
        int length = Math.Min(random.Next(1, 17), bytes.Length - at);
        switch (random.Next(7))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 1:
                bytes[at] = s_values[random.Next(s_values.Length)];
                return bytes;
            case 2:
                return bytes[..at];
            case 3:
                byte[] inserted = new byte[length];
                random.NextBytes(inserted);
                return [.. bytes[..at], .. inserted, .. bytes[at..]];
            case 4:
                return [.. bytes[..at], .. bytes[(at + length)..]];
            case 5:
                int from = random.Next(bytes.Length - length + 1);
                return [.. bytes[..at], .. bytes[from..(from + length)], .. bytes[at..]];
            default:
                byte[] huge = new byte[8];
                BinaryPrimitives.WriteUInt64LittleEndian(huge, s_lengths[random.Next(s_lengths.Length)]);
                huge.AsSpan(0, Math.Min(random.Next(2) == 0 ? 4 : 8, bytes.Length - at)).CopyTo(bytes.AsSpan(at));
                return bytes;
        }
    }
}
