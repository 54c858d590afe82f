using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Attune.Formats;

/// <summary>
/// A file mapped into memory to be read: pages come from disk when they are looked at, and files larger than 2 GB are as good as
/// small ones. Any number of threads may read. A span points into the mapping: it is valid while this object is referenced and not
/// disposed, and no longer. Forgotten mappings are released by the garbage collector. As with every mapping, a file that another
/// process shortens while it is mapped takes this process down when the lost pages are read: writers should replace files instead,
/// as <see cref="AtomicFile"/> does.
/// </summary>
public sealed class MappedFile : IDisposable
{
    // The view alone keeps the pages mapped and unmaps them when it is finalized; null for an empty file, which cannot be mapped.
    private readonly SafeMemoryMappedViewHandle? _view;
    private bool _disposed;

    private MappedFile(SafeMemoryMappedViewHandle? view, long length)
    {
        _view = view;
        Length = length;
    }

    /// <summary>The length of the file, in bytes, when it was opened; zero for an empty file.</summary>
    public long Length { get; }

    /// <summary>Maps a whole file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file (<see cref="DirectoryNotFoundException"/>: nor its folder).</exception>
    /// <exception cref="UnauthorizedAccessException">The path names a folder, or the file may not be read.</exception>
    public static MappedFile Open(string path)
    {
        if (Directory.Exists(path))
            throw new UnauthorizedAccessException($"{path} is a folder; expected a file");

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        long length = stream.Length;
        if (length == 0)
            return new MappedFile(null, 0);
        using var file = MemoryMappedFile.CreateFromFile(stream, null, length, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        return new MappedFile(file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read).SafeMemoryMappedViewHandle, length);
    }

    /// <summary>The bytes from <paramref name="offset"/> on; valid while this object is referenced and not disposed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They do not all lie in the file.</exception>
    public unsafe ReadOnlySpan<byte> Span(long offset, int length)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length - offset);
        return _view is null ? default : new ReadOnlySpan<byte>((byte*)_view.DangerousGetHandle() + offset, length);
    }

    /// <summary>Ends the mapping: no span into it may be read after this.</summary>
    public void Dispose()
    {
        _disposed = true;
        _view?.Dispose();
    }
}
