using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Attune.Formats;

/// <summary>Writes the fields of one protobuf message. Format: https://protobuf.dev/programming-guides/encoding.</summary>
internal sealed class ProtobufWriter
{
    private const int VarintType = 0;
    private const int Fixed64Type = 1;
    private const int LengthType = 2;
    private const int Fixed32Type = 5;

    private readonly ArrayBufferWriter<byte> _message = new();

    public ReadOnlySpan<byte> Written => _message.WrittenSpan;

    public ProtobufWriter Varint(int field, long value)
    {
        Varint(((ulong)field << 3) | VarintType);
        Varint((ulong)value);
        return this;
    }

    public ProtobufWriter Double(int field, double value)
    {
        Varint(((ulong)field << 3) | Fixed64Type);
        BinaryPrimitives.WriteDoubleLittleEndian(_message.GetSpan(sizeof(double)), value);
        _message.Advance(sizeof(double));
        return this;
    }

    public ProtobufWriter Single(int field, float value)
    {
        Varint(((ulong)field << 3) | Fixed32Type);
        BinaryPrimitives.WriteSingleLittleEndian(_message.GetSpan(sizeof(float)), value);
        _message.Advance(sizeof(float));
        return this;
    }

    public ProtobufWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        Varint(((ulong)field << 3) | LengthType);
        Varint((ulong)value.Length);
        _message.Write(value);
        return this;
    }

    public ProtobufWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public ProtobufWriter Message(int field, ProtobufWriter message) => Bytes(field, message.Written);

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            _message.Write([(byte)(value | 0x80)]);
        _message.Write([(byte)value]);
    }
}
