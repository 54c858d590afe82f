using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Attune.Formats;

/// <summary>
/// Reads the fields of one protobuf message where it lies. Fields that the caller does not know are skipped; a varint that does not
/// end, a length beyond the message, a wire type that a field cannot have are each an <see cref="InvalidFileException"/> that names the
/// field and the byte. Format: https://protobuf.dev/programming-guides/encoding.
/// </summary>
internal ref struct ProtobufReader(string file, ReadOnlySpan<byte> message, int start = 0)
{
    private const int VarintType = 0;
    private const int Fixed64Type = 1;
    private const int LengthType = 2;
    private const int Fixed32Type = 5;

    private readonly ReadOnlySpan<byte> _message = message;
    private int _position;
    private int _tagPosition;
    private int _wireType;

    /// <summary>The number of the field that <see cref="Next"/> found.</summary>
    public int Field { get; private set; }

    /// <summary>The offset, from the start of the file, of the field that <see cref="Next"/> found.</summary>
    public readonly int Offset => start + _tagPosition;

    /// <summary>Goes to the next field, whose value must then be read or skipped; false at the end of the message.</summary>
    public bool Next()
    {
        if (_position == _message.Length)
            return false;
        _tagPosition = _position;
        ulong tag = Varint("a field");
        (ulong field, _wireType) = (tag >> 3, (int)(tag & 7));
        if (field is 0 or > 0x1FFF_FFFF)
            throw Error(null, "a field number from 1 to 536870911", $"{field}");
        Field = (int)field;
        return true;
    }

    /// <summary>Passes over the value of a field that is of no interest.</summary>
    public void Skip()
    {
        string key = $"field {Field}";
        switch (_wireType)
        {
            case VarintType:
                Varint(key);
                break;
            case Fixed64Type:
                Take(sizeof(ulong), key);
                break;
            case LengthType:
                Take(Varint(key), key);
                break;
            case Fixed32Type:
                Take(sizeof(uint), key);
                break;
            default:
                throw Error(key, "a wire type of 0, 1, 2 or 5", $"{_wireType}");
        }
    }

    /// <summary>An int32 or an enumeration.</summary>
    public int ReadInt32(string key)
    {
        Expect(VarintType, key);
        long value = (long)Varint(key);
        return value is >= int.MinValue and <= int.MaxValue ? (int)value : throw Error(key, "a 32-bit integer", $"{value}");
    }

    public bool ReadBool(string key)
    {
        Expect(VarintType, key);
        return Varint(key) != 0;
    }

    public float ReadSingle(string key)
    {
        Expect(Fixed32Type, key);
        return BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float), key));
    }

    public ReadOnlySpan<byte> ReadBytes(string key)
    {
        Expect(LengthType, key);
        return Take(Varint(key), key);
    }

    /// <summary>Bytes that are UTF-8.</summary>
    public ReadOnlySpan<byte> ReadUtf8(string key)
    {
        var bytes = ReadBytes(key);
        return Utf8.IsValid(bytes) ? bytes : throw Error(key, "valid UTF-8", "other bytes");
    }

    public string ReadString(string key) => Encoding.UTF8.GetString(ReadUtf8(key));

    /// <summary>A message inside of this one.</summary>
    public ProtobufReader ReadMessage(string key)
    {
        var bytes = ReadBytes(key);
        return new ProtobufReader(file, bytes, start + _position - bytes.Length);
    }

    /// <summary>An error at the field that <see cref="Next"/> found.</summary>
    public readonly InvalidFileException Error(string? key, string expected, string found) => new(file, key, Offset, expected, found);

    private readonly void Expect(int wireType, string key)
    {
        if (_wireType != wireType)
            throw Error(key, $"wire type {wireType}", $"{_wireType}");
    }

    private ulong Varint(string key)
    {
        ulong value = 0;
        for (int shift = 0; _position < _message.Length; shift += 7)
        {
            byte next = _message[_position++];
            if (shift == 63 && next > 1)
                throw Error(key, "a varint of at most 64 bits", "a longer one");
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }

        throw Error(key, "the end of a varint", "the end of the message");
    }

    private ReadOnlySpan<byte> Take(ulong length, string key)
    {
        int remaining = _message.Length - _position;
        if (length > (ulong)remaining)
            throw Error(key, $"at most {remaining} bytes (to the end of the message)", $"{length}");
        var taken = _message.Slice(_position, (int)length);
        _position += (int)length;
        return taken;
    }
}
