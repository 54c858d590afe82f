using System.Buffers.Binary;

namespace Attune.Formats;

/// <summary>
/// Reads little-endian values one after the other and never past the end: what is missing is an <see cref="InvalidFileException"/>
/// that names the file, the key the caller gives and the byte.
/// </summary>
internal ref struct ByteReader(string file, ReadOnlySpan<byte> bytes, int offset = 0)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public string File { get; } = file;

    /// <summary>The offset of the next byte from the start of the file.</summary>
    public int Offset { get; private set; } = offset;

    public readonly int Remaining => _bytes.Length - Offset;

    public int ReadInt32(string key) => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int), key));

    public uint ReadUInt32(string key) => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint), key));

    public ulong ReadUInt64(string key) => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong), key));

    public float ReadSingle(string key) => BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float), key));

    /// <summary>The next <paramref name="length"/> bytes.</summary>
    public ReadOnlySpan<byte> Take(int length, string key)
    {
        if (length > Remaining)
            throw Error(key, Offset, Bytes(length), $"the end of the file after {Remaining}");
        var taken = _bytes.Slice(Offset, length);
        Offset += length;
        return taken;
    }

    /// <summary>A 64-bit number of things that follow, refused before anything is made for them unless the rest of the file could hold them.</summary>
    public int ReadCount(string key, int bytesEach, string things)
    {
        int at = Offset;
        ulong count = ReadUInt64(key);
        if (count > (ulong)(Remaining / bytesEach))
            throw Error(key, at, $"at most {Remaining / bytesEach} {things} (the file has {Bytes(Remaining)} left)", $"{count}");
        return (int)count;
    }

    public readonly InvalidFileException Error(string? key, long at, string expected, string found) => new(File, key, at, expected, found);

    private static string Bytes(int count) => count == 1 ? "1 byte" : $"{count} bytes";
}
