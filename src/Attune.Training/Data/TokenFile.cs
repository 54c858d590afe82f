using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Attune.Formats;

namespace Attune.Training;

/// <summary>
/// Token ids in a memory-mapped file, so that data of any size train in little memory: a head of 32 bytes, then ids of 16 bits where the vocabulary allows, else of
/// 32, little-endian. Any number of threads may read.
/// </summary>
public sealed class TokenFile : IDisposable
{
    private const ulong Magic = 0x31_4E_4B_4F_54_54_41; // "ATTOKN1"
    private const int HeadBytes = 32;
    private const int WidestShort = 1 << 16;

    private readonly MappedFile _file;
    private readonly int _width;

    private TokenFile(MappedFile file, int width, long length, long textBytes)
    {
        (_file, _width, Length, TextBytes) = (file, width, length, textBytes);
    }

    /// <summary>Number of tokens.</summary>
    public long Length { get; }

    /// <summary>Bytes of UTF-8 that the tokens were made of.</summary>
    public long TextBytes { get; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="InvalidFileException">It is none, or truncated.</exception>
    public static TokenFile Open(string path)
    {
        var file = MappedFile.Open(path);
        try
        {
            if (file.Length < HeadBytes || BinaryPrimitives.ReadUInt64LittleEndian(file.Span(0, 8)) != Magic)
                throw new InvalidFileException(path, null, 0, "a file of tokens", file.Length < HeadBytes ? $"{file.Length} bytes" : "something else");
            var head = file.Span(0, HeadBytes);
            int width = BinaryPrimitives.ReadInt32LittleEndian(head[8..]);
            long length = BinaryPrimitives.ReadInt64LittleEndian(head[16..]), bytes = BinaryPrimitives.ReadInt64LittleEndian(head[24..]);
            if (width is not (2 or 4) || length < 0 || length > (file.Length - HeadBytes) / width || file.Length != HeadBytes + (length * width))
                throw new InvalidFileException(path, null, 8, $"{length} tokens of {width} bytes", $"a file of {file.Length} bytes");
            return new TokenFile(file, width, length, bytes);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Writes a file, all or nothing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="vocabularySize">Ids are below it.</param>
    /// <param name="documents">Ids of documents or parts of them, in order, and the bytes of each text.</param>
    /// <returns>Number of tokens.</returns>
    public static long Write(string path, int vocabularySize, IEnumerable<(int[] Ids, long Bytes)> documents)
    {
        int width = vocabularySize <= WidestShort ? 2 : 4;
        long length = 0, bytes = 0;
        AtomicFile.Write(path, stream =>
        {
            Span<byte> head = stackalloc byte[HeadBytes];
            head.Clear();
            stream.Write(head);
            foreach (var (ids, textBytes) in documents)
            {
                stream.Write(width == 4 ? MemoryMarshal.AsBytes<int>(ids) : MemoryMarshal.AsBytes<ushort>(Array.ConvertAll(ids, id => checked((ushort)id))));
                length += ids.Length;
                bytes += textBytes;
            }

            BinaryPrimitives.WriteUInt64LittleEndian(head, Magic);
            BinaryPrimitives.WriteInt32LittleEndian(head[8..], width);
            BinaryPrimitives.WriteInt64LittleEndian(head[16..], length);
            BinaryPrimitives.WriteInt64LittleEndian(head[24..], bytes);
            stream.Position = 0;
            stream.Write(head);
        });
        return length;
    }

    /// <summary>Copies tokens.</summary>
    /// <param name="start">The first.</param>
    /// <param name="ids">Overwritten.</param>
    /// <exception cref="ArgumentOutOfRangeException">They do not all lie in the file.</exception>
    public void Read(long start, Span<int> ids)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, Length - ids.Length);
        var bytes = _file.Span(HeadBytes + (start * _width), ids.Length * _width);
        if (_width == 4)
        {
            MemoryMarshal.Cast<byte, int>(bytes).CopyTo(ids);
            return;
        }

        var shorts = MemoryMarshal.Cast<byte, ushort>(bytes);
        for (int i = 0; i < ids.Length; i++)
            ids[i] = shorts[i];
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
