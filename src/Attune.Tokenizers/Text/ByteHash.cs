using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Attune.Tokenizers;

/// <summary>
/// A 64-bit hash of short byte strings: eight bytes at a time, multiplied to 128 bits and folded. The same on every machine. Made for tables
/// that compare the bytes afterwards; it does not withstand somebody who searches for collisions.
/// </summary>
internal static class ByteHash
{
    private const ulong Odd = 0x9E3779B97F4A7C15;
    private const ulong Other = 0xD6E8FEB86659FD93;

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        ulong hash = (ulong)bytes.Length * Other;
        while (bytes.Length > 8)
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        return Mix(hash ^ UpToEight(bytes));
    }

    /// <summary>The hash of a pair of ids.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(int left, int right) => Mix(((ulong)(uint)left << 32 | (uint)right) ^ Other);

    /// <summary>Up to eight bytes as a number, little-endian, zeros above.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong UpToEight(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= 8)
            return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (bytes.Length >= 4)
            return BinaryPrimitives.ReadUInt32LittleEndian(bytes) | (ulong)BinaryPrimitives.ReadUInt32LittleEndian(bytes[^4..]) << (8 * (bytes.Length - 4));
        if (bytes.Length == 0)
            return 0;
        return bytes[0] | (ulong)bytes[bytes.Length >> 1] << (8 * (bytes.Length >> 1)) | (ulong)bytes[^1] << (8 * (bytes.Length - 1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong value)
    {
        ulong high = Math.BigMul(value, Odd, out ulong low);
        return high ^ low;
    }
}
