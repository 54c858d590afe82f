using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Attune.Formats;

/// <summary>
/// Writes a safetensors file: first say what it holds, then <see cref="WriteTo"/> writes the header and asks for the bytes of one tensor
/// after the other, so that no second copy of a model is made. Tensors of wide elements come first, otherwise in the order they were
/// added, so that each lies at a multiple of its elements' width. The same calls give the same file. Not thread-safe.
/// </summary>
public sealed class SafetensorsWriter
{
    private const int Alignment = 8;

    private static readonly UTF8Encoding s_strict = new(false, throwOnInvalidBytes: true);

    private readonly List<Entry> _entries = [];
    private readonly HashSet<string> _names = [SafetensorsHeader.MetadataKey];

    /// <summary>What the header says besides, in this order. Hugging Face's library expects <c>format</c>: <c>pt</c>.</summary>
    public IDictionary<string, string> Metadata { get; } = new OrderedDictionary<string, string>();

    /// <summary>Announces a tensor.</summary>
    /// <param name="shape">The dimensions; none for a scalar.</param>
    /// <param name="write">Called by <see cref="WriteTo"/>: hands over all bytes of the tensor, little-endian, in as many parts as it likes.</param>
    /// <exception cref="ArgumentException">The name is taken, reserved or not well-formed UTF-16, or the shape gives no whole number of bytes that fits a file.</exception>
    public void Add(string name, StoredType type, ReadOnlySpan<long> shape, Action<Action<ReadOnlySpan<byte>>> write)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(write);
        s_strict.GetByteCount(name); // half a surrogate pair, for which JSON would get another character, is an ArgumentException
        foreach (long dimension in shape)
            ArgumentOutOfRangeException.ThrowIfNegative(dimension, nameof(shape));
        long length = type.ByteLength(shape)
            ?? throw new ArgumentException($"{name}: expected a whole number of bytes that fits a file, found {type} [{string.Join(", ", shape.ToArray())}]", nameof(shape));
        if (!_names.Add(name))
            throw new ArgumentException($"{name}: expected a name of its own, found one that is taken", nameof(name));
        _entries.Add(new Entry(name, type, shape.ToArray(), length, write));
    }

    /// <summary>Writes the file: at most the parts that the tensors hand over are in memory at a time.</summary>
    /// <exception cref="InvalidOperationException">A tensor hands over more or fewer bytes than announced, or the header is longer than the format allows.</exception>
    /// <exception cref="ArgumentException">Metadata are not well-formed UTF-16.</exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public void WriteTo(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Entry[] entries = [.. _entries.OrderByDescending(entry => entry.Type.Alignment())];
        stream.Write(Header(entries));
        foreach (var entry in entries)
        {
            long left = entry.Length;
            entry.Write(part =>
            {
                if (part.Length > left)
                    throw new InvalidOperationException($"{entry.Name}: expected {entry.Length} bytes, found more");
                left -= part.Length;
                stream.Write(part);
            });
            if (left > 0)
                throw new InvalidOperationException($"{entry.Name}: expected {entry.Length} bytes, found {entry.Length - left}");
        }
    }

    /// <summary>The header's length and the header, which spaces fill up to a multiple of 8 bytes.</summary>
    private ReadOnlySpan<byte> Header(Entry[] entries)
    {
        var buffer = new ArrayBufferWriter<byte>();
        buffer.Write(stackalloc byte[sizeof(ulong)]);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            WriteMetadata(json);
            long begin = 0;
            foreach (var entry in entries)
            {
                json.WriteStartObject(entry.Name);
                json.WriteString("dtype"u8, entry.Type.ToString());
                WriteNumbers(json, "shape"u8, entry.Shape);
                WriteNumbers(json, "data_offsets"u8, [begin, checked(begin += entry.Length)]);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        while (buffer.WrittenCount % Alignment != 0)
            buffer.Write(" "u8);
        int length = buffer.WrittenCount - sizeof(ulong);
        if (length > SafetensorsHeader.MaxBytes)
            throw new InvalidOperationException($"expected a header of at most {SafetensorsHeader.MaxBytes} bytes, found {length}");
        byte[] header = buffer.WrittenSpan.ToArray();
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)length);
        return header;
    }

    private void WriteMetadata(Utf8JsonWriter json)
    {
        if (Metadata.Count == 0)
            return;
        json.WriteStartObject(SafetensorsHeader.MetadataKey);
        foreach (var (key, value) in Metadata)
            json.WriteString(s_strict.GetBytes(key), s_strict.GetBytes(value));
        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, ReadOnlySpan<byte> name, ReadOnlySpan<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (long number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    private sealed record Entry(string Name, StoredType Type, long[] Shape, long Length, Action<Action<ReadOnlySpan<byte>>> Write);
}
