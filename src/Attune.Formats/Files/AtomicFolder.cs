namespace Attune.Formats;

/// <summary>
/// Writes a folder all or nothing: a new folder beside the target is filled, all in it is flushed to the disk, and only then it takes
/// the target's name. Whatever fails on the way, there is no folder of that name and the new one is gone. A process that is killed
/// leaves the unfinished folder, which <see cref="RemoveLeftovers"/> removes.
/// </summary>
public static class AtomicFolder
{
    /// <summary>Makes the folder <paramref name="path"/> of what <paramref name="write"/> puts into the folder whose path it is given.</summary>
    /// <remarks>Flushing folders is best effort, as <see cref="AtomicFile.Write"/> says.</remarks>
    /// <exception cref="IOException">Something of that name exists, its folder is missing, the disk is full, and so on; exceptions of <paramref name="write"/> pass through.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder around it may not be written.</exception>
    public static void Write(string path, Action<string> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.Exists(target))
            throw new IOException($"{path} exists; expected the path of a new folder");
        string parent = Path.GetDirectoryName(target)!;
        if (!Directory.Exists(parent))
            throw new DirectoryNotFoundException($"{path}: expected a new folder in one that exists, found no folder {parent}");

        string beside = Temporaries.Beside(target);
        try
        {
            Directory.CreateDirectory(beside);
            write(beside);
            FlushAll(beside);
            Directory.Move(beside, target);
        }
        catch (Exception error)
        {
            Temporaries.Remove(beside);
            if (error.GetType() == typeof(IOException))
                throw Temporaries.Named(path, beside, (IOException)error);
            throw;
        }

        FolderFlush.TryFlush(parent);
    }

    /// <summary>
    /// Removes the unfinished files and folders that processes killed in <see cref="Write"/> or <see cref="AtomicFile.Write"/> left in
    /// a folder. To be called while nobody writes there: what is being written has the same kind of name.
    /// </summary>
    /// <returns>How many were removed; those that could not be are left.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static int RemoveLeftovers(string parent)
    {
        ArgumentException.ThrowIfNullOrEmpty(parent);
        var all = new EnumerationOptions { AttributesToSkip = FileAttributes.None };
        string[] leftovers = Directory.GetFileSystemEntries(parent, Temporaries.Pattern, all);
        foreach (string leftover in leftovers)
            Temporaries.Remove(leftover);
        return leftovers.Count(leftover => !Path.Exists(leftover));
    }

    /// <summary>Flushes the files below a folder, then the folders, the inner ones first.</summary>
    private static void FlushAll(string folder)
    {
        foreach (string inner in Directory.EnumerateDirectories(folder))
            FlushAll(inner);

        // Windows flushes only what is open for writing; on Unix what may only be read can be flushed, too.
        var access = OperatingSystem.IsWindows() ? FileAccess.ReadWrite : FileAccess.Read;
        foreach (string file in Directory.EnumerateFiles(folder))
        {
            using var handle = File.OpenHandle(file, FileMode.Open, access);
            RandomAccess.FlushToDisk(handle);
        }

        FolderFlush.TryFlush(folder);
    }
}
