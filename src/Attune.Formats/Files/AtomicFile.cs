namespace Attune.Formats;

/// <summary>
/// Writes a file all or nothing: the bytes go to a new file beside the target, are flushed to the disk and only then take the
/// target's name, and the folder is flushed. Whatever fails on the way, the old file stays as it was and the new one is gone. A process
/// that is killed leaves the unfinished file, which <see cref="AtomicFolder.RemoveLeftovers"/> removes.
/// </summary>
public static class AtomicFile
{
    /// <summary>Writes <paramref name="path"/> with what <paramref name="write"/> puts into the stream it is given.</summary>
    /// <remarks>
    /// A link is followed; the permissions of a file that is replaced are kept. Flushing the folder, after which the new name outlasts a
    /// power cut, is best effort: file systems that cannot do it are not an error, and Windows is not asked.
    /// </remarks>
    /// <exception cref="IOException">The folder is missing, the disk is full, and so on; exceptions of <paramref name="write"/> pass through.</exception>
    /// <exception cref="UnauthorizedAccessException">The path is a folder or its folder may not be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        if (Directory.Exists(path))
            throw new UnauthorizedAccessException($"{path} is a folder; expected a file");

        var file = new FileInfo(path);
        string target = file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        string folder = Path.GetDirectoryName(target)!;
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"{path}: expected a file in a folder that exists, found no folder {folder}");
        string beside = Temporaries.Beside(target);
        var stream = new FileStream(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        try
        {
            using (stream)
            {
                // Before the first byte, so that a private file's content is never less private.
                if (!OperatingSystem.IsWindows() && File.Exists(target))
                    File.SetUnixFileMode(stream.SafeFileHandle, File.GetUnixFileMode(target));
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, target, overwrite: true);
        }
        catch (Exception error)
        {
            Temporaries.Remove(beside);
            if (error.GetType() == typeof(IOException))
                throw Temporaries.Named(path, beside, (IOException)error);
            throw;
        }

        FolderFlush.TryFlush(folder);
    }
}
