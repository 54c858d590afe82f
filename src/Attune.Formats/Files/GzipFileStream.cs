using System.IO.Compression;

namespace Attune.Formats;

/// <summary>
/// The content of a <c>.gz</c> file. One that ends too early is an error here; .NET's own stream takes it for a shorter content, unless a switch of the whole process
/// forbids that.
/// </summary>
/// <remarks>
/// A gzip file is members one after the other, and their contents together are its content (RFC 1952, section 2.2). Here another member follows those of the file: its
/// content, a mark, comes out at the end only where the file's own members were whole.
/// </remarks>
public sealed class GzipFileStream : ReadOnlyStream
{
    private static readonly byte[] s_markMember = Packed(Mark);

    private readonly string _path;
    private readonly FileStream _file;
    private readonly GZipStream _unpacked;
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private bool _isOver;

    /// <summary>Opens a file.</summary>
    /// <exception cref="IOException">It is missing or cannot be read.</exception>
    public GzipFileStream(string path)
    {
        _path = path;
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan);
        _unpacked = new GZipStream(new Followed(_file, s_markMember), CompressionMode.Decompress);
    }

    /// <summary>How much of the file has been read, in its own bytes.</summary>
    public long PackedPosition => _file.Position;

    private static ReadOnlySpan<byte> Mark => "attune: the end."u8;

    /// <inheritdoc/>
    /// <exception cref="InvalidFileException">It is no gzip file, damaged, or ends too early.</exception>
    public override int Read(Span<byte> buffer)
    {
        // What came last may be the mark: it is given out when more has come.
        while (_end - _start <= Mark.Length && !_isOver)
            Fill();
        int length = Math.Min(buffer.Length, _end - _start - Mark.Length);
        _buffer.AsSpan(_start, length).CopyTo(buffer);
        _start += length;
        return length;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _unpacked.Dispose();
            _file.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        int read;
        try
        {
            read = _unpacked.Read(_buffer.AsSpan(_end));
        }
        catch (InvalidDataException wrong)
        {
            throw NotWhole(wrong);
        }

        _end += read;
        _isOver = read == 0;
        if (_isOver && !_buffer.AsSpan(0, _end).SequenceEqual(Mark))
            throw NotWhole(null);
    }

    private InvalidFileException NotWhole(Exception? inner) =>
        new(_path, null, PackedPosition, "a whole gzip file", "bytes that are none, or a file that is cut off or damaged", inner);

    private static byte[] Packed(ReadOnlySpan<byte> content)
    {
        using var packed = new MemoryStream();
        using (var pack = new GZipStream(packed, CompressionLevel.Optimal))
            pack.Write(content);
        return packed.ToArray();
    }

    /// <summary>A stream, and some bytes behind its end.</summary>
    private sealed class Followed(Stream first, byte[] then) : ReadOnlyStream
    {
        private int _given;

        public override int Read(Span<byte> buffer)
        {
            int read = buffer.IsEmpty ? 0 : first.Read(buffer);
            if (read > 0)
                return read;
            read = Math.Min(buffer.Length, then.Length - _given);
            then.AsSpan(_given, read).CopyTo(buffer);
            _given += read;
            return read;
        }
    }
}
