using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Attune.Formats;

/// <summary>
/// The strings of an array of a GGUF file's metadata, as the bytes that the file holds: a vocabulary of a million tokens is one table
/// of positions, not a million objects. Thread-safe.
/// </summary>
public sealed class GgufStrings
{
    private readonly string _file;
    private readonly string _key;
    private readonly ReadOnlyMemory<byte> _metadata;
    private readonly int[] _starts;

    /// <summary>Finds the strings in checked metadata.</summary>
    internal GgufStrings(string file, string key, ReadOnlyMemory<byte> metadata, int offset, int count)
    {
        _file = file;
        _key = key;
        _metadata = metadata;
        _starts = new int[count];
        var bytes = metadata.Span;
        for (int i = 0; i < count; i++)
        {
            _starts[i] = offset;
            offset += sizeof(ulong) + Length(bytes, offset);
        }
    }

    /// <summary>How many strings there are.</summary>
    public int Count => _starts.Length;

    /// <summary>The bytes of one string: UTF-8 by the format, but not checked to be.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such string.</exception>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            int start = _starts[index];
            var bytes = _metadata.Span;
            return bytes.Slice(start + sizeof(ulong), Length(bytes, start));
        }
    }

    /// <summary>One string.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such string.</exception>
    /// <exception cref="InvalidFileException">It is not UTF-8.</exception>
    public string GetString(int index) => Decode(_file, _key, _starts[index] + sizeof(ulong), this[index], index);

    internal static string Decode(string file, string key, int offset, ReadOnlySpan<byte> utf8, int? index = null) => Utf8.IsValid(utf8)
        ? Encoding.UTF8.GetString(utf8)
        : throw new InvalidFileException(file, index is null ? key : $"{key}[{index}]", offset, "valid UTF-8", "other bytes");

    // The reader has seen that the length fits the file.
    private static int Length(ReadOnlySpan<byte> metadata, int start) => (int)BinaryPrimitives.ReadUInt64LittleEndian(metadata[start..]);
}
