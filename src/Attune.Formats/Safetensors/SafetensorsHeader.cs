using System.Text.Json;

namespace Attune.Formats;

/// <summary>Reads and checks the header of a safetensors file: its length, its JSON, and that the tensors fill what follows.</summary>
internal sealed class SafetensorsHeader
{
    public const string MetadataKey = "__metadata__";

    /// <summary>How long the format lets a header be.</summary>
    public const int MaxBytes = 100_000_000;

    private const string Range = "data_offsets";

    private readonly FileBytes _bytes;
    private readonly long _dataOffset;
    private readonly OrderedDictionary<string, StoredTensor> _tensors = [];
    private readonly List<Extent> _extents = [];
    private OrderedDictionary<string, string>? _metadata;

    private SafetensorsHeader(FileBytes bytes, long dataOffset)
    {
        _bytes = bytes;
        _dataOffset = dataOffset;
    }

    public static SafetensorsFile Read(FileBytes bytes)
    {
        int length = ReadLength(bytes);
        var json = bytes.Span(sizeof(ulong), length);
        if (json[0] != '{')
            throw new InvalidFileException(bytes.Name, "header", sizeof(ulong), "'{'", $"the byte 0x{json[0]:X2}");
        JsonSyntax.Check(bytes.Name, json, sizeof(ulong));

        var header = new SafetensorsHeader(bytes, sizeof(ulong) + length);
        header.ReadEntries(json);
        header.CheckExtents();
        return new SafetensorsFile(bytes, header._tensors, header._metadata ?? []);
    }

    private static int ReadLength(FileBytes bytes)
    {
        var reader = new ByteReader(bytes.Name, bytes.Start());
        ulong length = reader.ReadUInt64("header length");
        long most = Math.Min(MaxBytes, bytes.Length - sizeof(ulong));
        return length >= 1 && length <= (ulong)most
            ? (int)length
            : throw reader.Error("header length", 0, $"1 to {most} bytes (the file has {bytes.Length})", $"{length}");
    }

    private void ReadEntries(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, JsonSyntax.Options);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            long at = At(ref reader);
            string name = reader.GetString()!;
            reader.Read();
            bool once = name == MetadataKey ? _metadata is null : !_tensors.ContainsKey(name);
            if (!once)
                throw Error(name, null, at, "every name once", "the name again");
            if (name == MetadataKey)
                _metadata = ReadMetadata(ref reader);
            else
                _tensors.Add(name, ReadTensor(ref reader, name));
        }
    }

    private OrderedDictionary<string, string> ReadMetadata(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject, MetadataKey, null, "an object of strings");
        var metadata = new OrderedDictionary<string, string>(JsonReading.CountProperties(reader));
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            long at = At(ref reader);
            string name = reader.GetString()!;
            reader.Read();
            Expect(ref reader, JsonTokenType.String, MetadataKey, name, "a string");
            if (!metadata.TryAdd(name, reader.GetString()!))
                throw Error(MetadataKey, name, at, "every key once", "the key again");
        }

        return metadata;
    }

    private StoredTensor ReadTensor(ref Utf8JsonReader reader, string name)
    {
        Expect(ref reader, JsonTokenType.StartObject, name, null, "an object");
        long start = At(ref reader);
        StoredType? type = null;
        long[]? shape = null;
        long[]? range = null;
        long shapeAt = 0;
        long rangeAt = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("dtype"u8))
            {
                Once(ref reader, type is null, name);
                type = ReadType(ref reader, name);
            }
            else if (reader.ValueTextEquals("shape"u8))
            {
                Once(ref reader, shape is null, name);
                shapeAt = At(ref reader);
                shape = ReadNumbers(ref reader, name, "shape");
            }
            else if (reader.ValueTextEquals("data_offsets"u8))
            {
                Once(ref reader, range is null, name);
                rangeAt = At(ref reader);
                range = ReadNumbers(ref reader, name, Range);
            }
            else
            {
                reader.Skip(); // other readers pass over what the format does not know, too
            }
        }

        if (type is null || shape is null || range is null)
            throw Error(name, null, start, "dtype, shape and data_offsets", $"no {(type is null ? "dtype" : shape is null ? "shape" : Range)}");
        long length = type.Value.ByteLength(shape) ?? throw Error(name, "shape", shapeAt, "a whole number of bytes that fits a file", Shown(type.Value, shape));
        CheckRange(name, rangeAt, type.Value, shape, length, range);
        var tensor = new StoredTensor(_bytes, name, type.Value, shape, _dataOffset + range[0], length);
        _extents.Add(new Extent(tensor, rangeAt));
        return tensor;
    }

    private StoredType ReadType(ref Utf8JsonReader reader, string name)
    {
        Expect(ref reader, JsonTokenType.String, name, "dtype", "a string");
        return StoredTypes.Find(ref reader) ?? throw Error(name, "dtype", At(ref reader), $"one of {StoredTypes.List}", reader.Describe());
    }

    private long[] ReadNumbers(ref Utf8JsonReader reader, string name, string field)
    {
        Expect(ref reader, JsonTokenType.StartArray, name, field, "an array");
        var ahead = reader;
        int count = 0;
        while (ahead.Read() && ahead.TokenType == JsonTokenType.Number)
            count++;

        // One more turn than there are numbers, for what stands where the array should end.
        long[] numbers = new long[count];
        for (int i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            if (i == count || !reader.TryGetInt64(out numbers[i]) || numbers[i] < 0)
                throw Error(name, field, At(ref reader), $"whole numbers from 0 to {long.MaxValue}", reader.Describe());
        }

        return numbers;
    }

    private void CheckRange(string name, long at, StoredType type, long[] shape, long length, long[] range)
    {
        if (range.Length != 2)
            throw Error(name, Range, at, "begin and end", $"{range.Length} numbers");
        var (begin, end) = (range[0], range[1]);
        if (begin > end)
            throw Error(name, Range, at, "an end that is not before the begin", $"[{begin}, {end}]");
        if (end > _bytes.Length - _dataOffset)
            throw Error(name, Range, at, $"an end of at most {_bytes.Length - _dataOffset}, where the file ends", $"[{begin}, {end}]");
        if (end - begin != length)
            throw Error(name, Range, at, $"{length} bytes for {Shown(type, shape)}", $"{end - begin} bytes, [{begin}, {end}]");
        if (begin % type.Alignment() != 0)
            throw Error(name, Range, at, $"a begin that is a multiple of {type.Alignment()} for {type}", $"[{begin}, {end}]");
    }

    /// <summary>Sees that each tensor begins where another ends, and that the file ends with the last one.</summary>
    private void CheckExtents()
    {
        _extents.Sort();
        long end = _dataOffset;
        StoredTensor? last = null;
        foreach (var (tensor, at) in _extents)
        {
            if (tensor.Offset != end)
            {
                string place = tensor.Offset < end ? "inside of it" : $"a gap of {tensor.Offset - end} bytes";
                throw Error(tensor.Name, Range, at, $"a begin of {end - _dataOffset}, where {Before()} ends", $"{tensor.Offset - _dataOffset}, {place}");
            }

            end = tensor.Offset + tensor.ByteLength;
            last = tensor;
        }

        if (end != _bytes.Length)
            throw new InvalidFileException(_bytes.Name, null, end, $"the end of the file, where {Before()} ends", $"{_bytes.Length - end} more bytes");

        string Before() => last is null ? "the header" : $"tensor {JsonReading.Shown(last.Name)}";
    }

    /// <summary>Goes from the name of a field to its value.</summary>
    private void Once(ref Utf8JsonReader reader, bool first, string name)
    {
        if (!first)
            throw Error(name, null, At(ref reader), "every field once", $"{reader.Describe()} again");
        reader.Read();
    }

    private void Expect(ref Utf8JsonReader reader, JsonTokenType type, string name, string? field, string expected)
    {
        if (reader.TokenType != type)
            throw Error(name, field, At(ref reader), expected, reader.Describe());
    }

    private static long At(ref Utf8JsonReader reader) => sizeof(ulong) + reader.TokenStartIndex;

    private static string Shown(StoredType type, long[] shape) =>
        $"{type} [{string.Join(", ", shape.Take(8))}{(shape.Length > 8 ? ", …" : "")}]";

    /// <summary>An error at a tensor or the metadata, or at a field of it.</summary>
    private InvalidFileException Error(string name, string? field, long at, string expected, string found)
    {
        string key = name == MetadataKey ? name : $"tensor {JsonReading.Shown(name)}";
        return new(_bytes.Name, field is null ? key : $"{key}: {JsonReading.Shown(field)}", at, expected, found);
    }

    /// <summary>A tensor and where in the header its place is said; in the order of the data, empty tensors before what begins where they are.</summary>
    private readonly record struct Extent(StoredTensor Tensor, long At) : IComparable<Extent>
    {
        public int CompareTo(Extent other) => (Tensor.Offset, Tensor.ByteLength, At).CompareTo((other.Tensor.Offset, other.Tensor.ByteLength, other.At));
    }
}
