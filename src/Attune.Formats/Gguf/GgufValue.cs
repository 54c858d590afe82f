using System.Buffers.Binary;

namespace Attune.Formats;

/// <summary>
/// One metadata value of a GGUF file. It knows its own type; each way to read it (<see cref="AsInteger"/>, <see cref="AsStrings"/>, ...)
/// accepts the types that hold the same thing and throws an <see cref="InvalidFileException"/> that names the key otherwise. Thread-safe.
/// </summary>
public sealed class GgufValue
{
    private readonly GgufFile _file;
    private readonly string _key;
    private readonly int _offset;

    /// <summary>Describes a value that the reader has checked to lie in the file's metadata.</summary>
    /// <param name="offset">Of the first byte of the value, or of the first element of an array.</param>
    internal GgufValue(GgufFile file, string key, GgufValueType type, GgufValueType elementType, int count, int offset)
    {
        _file = file;
        _key = key;
        Type = type;
        ElementType = elementType;
        Count = count;
        _offset = offset;
    }

    /// <summary>The type of the value.</summary>
    public GgufValueType Type { get; }

    /// <summary>The type of an array's elements; of anything else, <see cref="Type"/>.</summary>
    public GgufValueType ElementType { get; }

    /// <summary>How many elements an array has; of anything else, 1.</summary>
    public int Count { get; }

    private ReadOnlySpan<byte> Bytes => _file.MetadataBytes.Span[_offset..];

    /// <summary>A string.</summary>
    public string AsString()
    {
        Expect(Type == GgufValueType.String, "a string");
        int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(Bytes);
        return GgufStrings.Decode(_file.Name, _key, _offset + sizeof(ulong), Bytes.Slice(sizeof(ulong), length));
    }

    /// <summary>An integer of any size and sign.</summary>
    public long AsInteger()
    {
        Expect(IsInteger(Type), "an integer");
        return Integer(Bytes, Type, long.MaxValue);
    }

    /// <summary>A number: of floating point, or an integer.</summary>
    public double AsNumber()
    {
        Expect(IsInteger(Type) || IsFloat(Type), "a number");
        return IsInteger(Type) ? AsInteger() : Float(Bytes, Type);
    }

    /// <summary>True or false.</summary>
    public bool AsBool()
    {
        Expect(Type == GgufValueType.Bool, "a bool");
        return Bytes[0] != 0;
    }

    /// <summary>An array of strings.</summary>
    public GgufStrings AsStrings()
    {
        ExpectArray(ElementType == GgufValueType.String, "strings");
        return new GgufStrings(_file.Name, _key, _file.MetadataBytes, _offset, Count);
    }

    /// <summary>An array of floating-point numbers, in single precision.</summary>
    public float[] AsFloats()
    {
        ExpectArray(IsFloat(ElementType), "floating-point numbers");
        float[] values = new float[Count];
        var bytes = Bytes;
        int size = SizeOf(ElementType);
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)Float(bytes[(i * size)..], ElementType);
        return values;
    }

    /// <summary>An array of integers of any size and sign that all fit 32 bits.</summary>
    public int[] AsIntegers()
    {
        ExpectArray(IsInteger(ElementType), "integers");
        int[] values = new int[Count];
        var bytes = Bytes;
        int size = SizeOf(ElementType);
        for (int i = 0; i < values.Length; i++)
            values[i] = (int)Integer(bytes[(i * size)..], ElementType, int.MaxValue);
        return values;
    }

    /// <summary>An array of arrays.</summary>
    public GgufValue[] AsArrays()
    {
        ExpectArray(ElementType == GgufValueType.Array, "arrays");
        var values = new GgufValue[Count];
        var reader = new ByteReader(_file.Name, _file.MetadataBytes.Span, _offset);
        for (int i = 0; i < values.Length; i++)
            values[i] = GgufReader.ReadValue(ref reader, _file, _key, GgufValueType.Array, depth: 1);
        return values;
    }

    /// <summary>The bytes that one value of a type takes; 0 for strings and arrays, where they differ, and for no type at all.</summary>
    internal static int SizeOf(GgufValueType type) => type switch
    {
        GgufValueType.UInt8 or GgufValueType.Int8 or GgufValueType.Bool => 1,
        GgufValueType.UInt16 or GgufValueType.Int16 => 2,
        GgufValueType.UInt32 or GgufValueType.Int32 or GgufValueType.Float32 => 4,
        GgufValueType.UInt64 or GgufValueType.Int64 or GgufValueType.Float64 => 8,
        _ => 0,
    };

    private static bool IsFloat(GgufValueType type) => type is GgufValueType.Float32 or GgufValueType.Float64;

    private static bool IsInteger(GgufValueType type) => SizeOf(type) > 0 && !IsFloat(type) && type != GgufValueType.Bool;

    private static double Float(ReadOnlySpan<byte> bytes, GgufValueType type) =>
        type == GgufValueType.Float32 ? BinaryPrimitives.ReadSingleLittleEndian(bytes) : BinaryPrimitives.ReadDoubleLittleEndian(bytes);

    private long Integer(ReadOnlySpan<byte> bytes, GgufValueType type, long most)
    {
        Int128 value = type switch
        {
            GgufValueType.UInt8 => bytes[0],
            GgufValueType.Int8 => (sbyte)bytes[0],
            GgufValueType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            GgufValueType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
            GgufValueType.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            GgufValueType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
            GgufValueType.UInt64 => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
            _ => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        };
        return value <= most && value >= -most - 1
            ? (long)value
            : throw new InvalidFileException(_file.Name, _key, _offset, $"integers from {-most - 1} to {most}", $"{value}");
    }

    private void Expect(bool holds, string expected)
    {
        if (!holds)
            throw new InvalidFileException(_file.Name, _key, _offset, expected, Type == GgufValueType.Array ? $"an array of {ElementType}" : $"{Type}");
    }

    private void ExpectArray(bool holds, string elements) => Expect(Type == GgufValueType.Array && holds, $"an array of {elements}");
}
