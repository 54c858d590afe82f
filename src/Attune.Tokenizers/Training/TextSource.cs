using System.Text;
using Attune.Formats;

namespace Attune.Tokenizers;

/// <summary>One text of a corpus as a stream of UTF-8. Not thread-safe.</summary>
internal abstract class TextSource : IDisposable
{
    /// <summary>Room that <see cref="Read"/> asks for: enough for any character.</summary>
    public const int MinimumRoom = 16;

    /// <summary>How much of the source has been read, in the bytes that progress counts.</summary>
    public abstract long Position { get; }

    /// <summary>Reads some of what comes next; 0 at the end only.</summary>
    public abstract int Read(Span<byte> buffer);

    public abstract void Dispose();
}

/// <summary>A file, decompressed on the way where its name ends in <c>.gz</c>.</summary>
internal sealed class FileSource(string path) : TextSource
{
    private readonly Stream _stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
        ? new GzipFileStream(path)
        : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan);

    public override long Position => _stream is GzipFileStream packed ? packed.PackedPosition : _stream.Position;

    public override int Read(Span<byte> buffer) => _stream.Read(buffer);

    public override void Dispose() => _stream.Dispose();
}

/// <summary>A string. Lone surrogates become U+FFFD.</summary>
internal sealed class StringSource(string text) : TextSource
{
    private readonly Encoder _encoder = Encoding.UTF8.GetEncoder();
    private int _read;
    private long _written;

    public override long Position => _written;

    public override int Read(Span<byte> buffer)
    {
        _encoder.Convert(text.AsSpan(_read), buffer, flush: true, out int chars, out int bytes, out _);
        _read += chars;
        _written += bytes;
        return bytes;
    }

    public override void Dispose()
    {
    }
}
