using System.Buffers.Binary;
using System.Numerics;

namespace Attune.Formats;

/// <summary>
/// The framing of TensorFlow's record files: length (8 bytes), its checksum (4), data, their checksum (4). Checksums are CRC-32C, turned
/// and shifted by a constant so that data that carry checksums themselves stay checkable.
/// Format: https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details.
/// </summary>
internal static class TfRecord
{
    public const int HeadBytes = sizeof(ulong) + sizeof(uint);
    public const int TailBytes = sizeof(uint);

    private const uint MaskDelta = 0xA282EAD8;

    public static byte[] Frame(ReadOnlySpan<byte> data)
    {
        byte[] record = new byte[HeadBytes + data.Length + TailBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(sizeof(ulong)), Checksum(record.AsSpan(0, sizeof(ulong))));
        data.CopyTo(record.AsSpan(HeadBytes));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(HeadBytes + data.Length), Checksum(data));
        return record;
    }

    /// <summary>The length of the data that a record's head announces; null where the head's checksum is wrong.</summary>
    public static ulong? ReadHead(ReadOnlySpan<byte> head) =>
        BinaryPrimitives.ReadUInt32LittleEndian(head[sizeof(ulong)..]) == Checksum(head[..sizeof(ulong)]) ? BinaryPrimitives.ReadUInt64LittleEndian(head) : null;

    /// <summary>Whether data and the checksum behind them agree.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> dataAndTail) =>
        BinaryPrimitives.ReadUInt32LittleEndian(dataAndTail[^TailBytes..]) == Checksum(dataAndTail[..^TailBytes]);

    /// <summary>CRC-32C (Castagnoli).</summary>
    public static uint Crc32C(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        for (; data.Length >= sizeof(ulong); data = data[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
        foreach (byte value in data)
            crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }

    private static uint Checksum(ReadOnlySpan<byte> data) => BitOperations.RotateRight(Crc32C(data), 15) + MaskDelta;
}
