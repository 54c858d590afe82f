using System.Numerics;

namespace Attune.Formats;

/// <summary>Reads and checks the header of a GGUF file: magic, version, metadata, tensor directory.</summary>
internal static class GgufReader
{
    private const int MaxDepth = 8;
    private const int MaxDimensions = 4;
    private const int MaxNameBytes = ushort.MaxValue;
    private const long DefaultAlignment = 32;

    // The shortest entries: a key of no bytes, its type and a value of one byte; a tensor of no name and no dimensions.
    private const int MinValueBytes = sizeof(ulong) + sizeof(uint) + 1;
    private const int MinTensorBytes = sizeof(ulong) + sizeof(uint) + sizeof(uint) + sizeof(ulong);

    public static GgufFile Read(FileBytes bytes)
    {
        var reader = new ByteReader(bytes.Name, bytes.Start());
        var magic = reader.Take(4, "magic");
        if (!magic.SequenceEqual("GGUF"u8))
            throw reader.Error("magic", 0, "the letters GGUF", $"bytes {Convert.ToHexString(magic)}");
        var file = new GgufFile(bytes.Name) { Version = ReadVersion(ref reader) };

        // Both counts come first in the file, so the tensors' is checked against what both kinds of entry could take.
        int tensors = reader.ReadCount("tensor_count", MinTensorBytes, "tensors");
        int values = reader.ReadCount("metadata_kv_count", MinValueBytes, "values");
        file.Values = new OrderedDictionary<string, GgufValue>(values);
        for (int i = 0; i < values; i++)
            ReadEntry(ref reader, file);
        file.MetadataBytes = bytes.Keep(reader.Offset);
        file.Alignment = ReadAlignment(file);
        file.Tensors = ReadTensors(ref reader, file, tensors, bytes.Length);
        return file;
    }

    /// <summary>Reads a value from its first byte on and leaves the reader behind it, so that all it announces is known to be in the file.</summary>
    /// <param name="depth">How many arrays the value lies in.</param>
    public static GgufValue ReadValue(ref ByteReader reader, GgufFile file, string key, GgufValueType type, int depth)
    {
        if (type != GgufValueType.Array)
        {
            int at = reader.Offset;
            Skip(ref reader, key, type, 1, depth);
            return new GgufValue(file, key, type, type, 1, at);
        }

        var (elementType, count) = ReadArrayHead(ref reader, key, depth);
        int first = reader.Offset;
        Skip(ref reader, key, elementType, count, depth + 1);
        return new GgufValue(file, key, type, elementType, count, first);
    }

    private static int ReadVersion(ref ByteReader reader)
    {
        int at = reader.Offset;
        uint version = reader.ReadUInt32("version");
        if (version is 2 or 3)
            return (int)version;
        string found = (version & 0xFFFF) == 0 && version != 0 ? "a big-endian file" : $"{version}";
        throw reader.Error("version", at, "version 2 or 3, little-endian", found);
    }

    private static void ReadEntry(ref ByteReader reader, GgufFile file)
    {
        int at = reader.Offset;
        string key = ReadName(ref reader, "a metadata key");
        var value = ReadValue(ref reader, file, key, ReadType(ref reader, key), depth: 0);
        if (!file.Values.TryAdd(key, value))
            throw reader.Error(key, at, "every key once", "the key again");
    }

    private static (GgufValueType ElementType, int Count) ReadArrayHead(ref ByteReader reader, string key, int depth)
    {
        if (depth == MaxDepth)
            throw reader.Error(key, reader.Offset, $"arrays nested at most {MaxDepth} deep", "a deeper one");
        var elementType = ReadType(ref reader, key);
        int least = elementType switch
        {
            GgufValueType.String => sizeof(ulong),
            GgufValueType.Array => sizeof(uint) + sizeof(ulong),
            _ => GgufValue.SizeOf(elementType),
        };
        return (elementType, reader.ReadCount(key, least, "elements"));
    }

    /// <summary>Passes over <paramref name="count"/> values of one type.</summary>
    private static void Skip(ref ByteReader reader, string key, GgufValueType type, int count, int depth)
    {
        int at = reader.Offset;
        if (type == GgufValueType.String)
        {
            for (int i = 0; i < count; i++)
                reader.Take(reader.ReadCount(key, 1, "bytes"), key);
        }
        else if (type == GgufValueType.Array)
        {
            for (int i = 0; i < count; i++)
            {
                var (elementType, elements) = ReadArrayHead(ref reader, key, depth);
                Skip(ref reader, key, elementType, elements, depth + 1);
            }
        }
        else
        {
            var values = reader.Take(count * GgufValue.SizeOf(type), key);
            int wrong = type == GgufValueType.Bool ? values.IndexOfAnyExcept((byte)0, (byte)1) : -1;
            if (wrong >= 0)
                throw reader.Error(key, at + wrong, "a bool, 0 or 1", $"{values[wrong]}");
        }
    }

    private static GgufValueType ReadType(ref ByteReader reader, string key)
    {
        int at = reader.Offset;
        uint type = reader.ReadUInt32(key);
        return type <= (uint)GgufValueType.Float64
            ? (GgufValueType)type
            : throw reader.Error(key, at, "a value type from 0 to 12", $"{type}");
    }

    private static string ReadName(ref ByteReader reader, string what)
    {
        int at = reader.Offset;
        int length = reader.ReadCount(what, 1, "bytes");
        if (length > MaxNameBytes)
            throw reader.Error(what, at, $"at most {MaxNameBytes} bytes", $"{length}");
        var name = reader.Take(length, what);
        return GgufStrings.Decode(reader.File, what, at + sizeof(ulong), name);
    }

    private static long ReadAlignment(GgufFile file)
    {
        const string Key = "general.alignment";
        long alignment = file.Find(Key)?.AsInteger() ?? DefaultAlignment;
        return alignment > 0 && BitOperations.IsPow2(alignment) && alignment <= uint.MaxValue
            ? alignment
            : throw new InvalidFileException(file.Name, Key, null, "a power of two of at most 32 bits", $"{alignment}");
    }

    private static GgufTensor[] ReadTensors(ref ByteReader reader, GgufFile file, int count, long fileLength)
    {
        // Checked again: the metadata may have taken the bytes that the header's count of tensors was compared with.
        if (count > reader.Remaining / MinTensorBytes)
            throw reader.Error("tensor_count", 8, $"at most {reader.Remaining / MinTensorBytes} tensors (the file has {reader.Remaining} bytes left)", $"{count}");

        var tensors = new GgufTensor[count];
        var names = new HashSet<string>(count);
        for (int i = 0; i < count; i++)
        {
            int at = reader.Offset;
            tensors[i] = ReadTensor(ref reader);
            if (!names.Add(tensors[i].Name))
                throw reader.Error(tensors[i].Name, at, "every tensor once", "the name again");
        }

        long dataOffset = RoundUp(reader.Offset, file.Alignment);
        foreach (var tensor in tensors)
            Place(tensor, file, dataOffset, fileLength);
        return tensors;
    }

    private static GgufTensor ReadTensor(ref ByteReader reader)
    {
        string name = ReadName(ref reader, "a tensor name");
        int at = reader.Offset;
        uint rank = reader.ReadUInt32(name);
        if (rank > MaxDimensions)
            throw reader.Error(name, at, $"at most {MaxDimensions} dimensions", $"{rank}");
        long[] dimensions = new long[rank];
        for (int i = 0; i < dimensions.Length; i++)
            dimensions[i] = ReadInt63(ref reader, name);
        var type = (GgmlType)reader.ReadUInt32(name);
        return new GgufTensor(name, dimensions, type, ReadInt63(ref reader, name));
    }

    private static long ReadInt63(ref ByteReader reader, string key)
    {
        int at = reader.Offset;
        ulong value = reader.ReadUInt64(key);
        return value <= long.MaxValue ? (long)value : throw reader.Error(key, at, $"at most {long.MaxValue}", $"{value}");
    }

    /// <summary>Turns the offset of a tensor, which the file counts from the start of the data, into one from the start of the file.</summary>
    private static void Place(GgufTensor tensor, GgufFile file, long dataOffset, long fileLength)
    {
        if (tensor.Offset % file.Alignment != 0)
            throw new InvalidFileException(file.Name, tensor.Name, null, $"data at a multiple of {file.Alignment} bytes", $"data at {tensor.Offset}");
        tensor.ByteLength = ByteLength(tensor, file.Name);
        Int128 end = (Int128)dataOffset + tensor.Offset + (tensor.ByteLength ?? 0);
        if (end > fileLength)
            throw new InvalidFileException(file.Name, tensor.Name, null, $"data in a file of {fileLength} bytes", $"data up to byte {end}");
        tensor.Offset += dataOffset;
    }

    private static long? ByteLength(GgufTensor tensor, string file)
    {
        if (!GgmlBlocks.TryGet(tensor.Type, out int blockElements, out int blockBytes))
            return null;
        long row = tensor.Dimensions.Count > 0 ? tensor.Dimensions[0] : 1;
        if (row % blockElements != 0)
            throw new InvalidFileException(file, tensor.Name, null, $"rows of whole blocks of {blockElements} elements", $"rows of {row}");

        Int128 bytes = (Int128)(row / blockElements) * blockBytes;
        foreach (long dimension in tensor.Dimensions.Skip(1))
            bytes = bytes <= long.MaxValue ? bytes * dimension : Int128.MaxValue; // 63 bits by 63 bits fit; more fit no file
        return bytes <= long.MaxValue
            ? (long)bytes
            : throw new InvalidFileException(file, tensor.Name, null, "data that fit a file", $"dimensions [{string.Join(", ", tensor.Dimensions)}]");
    }

    private static long RoundUp(long offset, long alignment) => (offset + alignment - 1) / alignment * alignment;
}
