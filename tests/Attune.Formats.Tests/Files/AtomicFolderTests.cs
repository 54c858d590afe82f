namespace Attune.Formats.Tests;

public sealed class AtomicFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _path;

    public AtomicFolderTests() => _path = _folder.File("step-10");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_folder_holds_what_was_written()
    {
        AtomicFolder.Write(_path, folder =>
        {
            Assert.False(Path.Exists(_path));
            File.WriteAllText(Path.Combine(folder, "a"), "text");
            Directory.CreateDirectory(Path.Combine(folder, "inner"));
            File.WriteAllText(Path.Combine(folder, "inner", "b"), "more");
        });

        Assert.Equal("text", File.ReadAllText(Path.Combine(_path, "a")));
        Assert.Equal("more", File.ReadAllText(Path.Combine(_path, "inner", "b")));
        Assert.Equal([_path], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_path_that_ends_in_a_separator_is_the_same_folder()
    {
        AtomicFolder.Write(_path + Path.DirectorySeparatorChar, _ => { });

        Assert.True(Directory.Exists(_path));
    }

    [Fact]
    public void A_failure_leaves_nothing()
    {
        Assert.Throws<InvalidOperationException>(() => AtomicFolder.Write(_path, folder =>
        {
            File.WriteAllText(Path.Combine(folder, "a"), "half");
            throw new InvalidOperationException();
        }));

        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_full_disk_is_told_with_the_path_that_was_to_be_written()
    {
        if (!OperatingSystem.IsLinux())
            return; // /dev/full is a disk that is always full
        var error = Assert.Throws<IOException>(() => AtomicFolder.Write(_path, _ =>
        {
            using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write);
            full.Write(new byte[100_000]);
        }));

        Assert.StartsWith($"{_path}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("No space left", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_failure_inside_is_told_with_the_path_that_the_file_was_to_have()
    {
        var inner = Assert.Throws<IOException>(() => AtomicFolder.Write(_path, folder => AtomicFile.Write(Path.Combine(folder, "a"), _ => throw new IOException("no space"))));
        var plain = Assert.Throws<IOException>(() => AtomicFolder.Write(_path, folder => throw new IOException($"no space : '{folder}/a'")));

        Assert.Equal($"{Path.Combine(_path, "a")}: no space", inner.Message);
        Assert.Equal($"{_path}: no space", plain.Message);
    }

    [Fact]
    public void What_exists_is_not_touched()
    {
        Directory.CreateDirectory(_path);
        string file = _folder.File("file");
        File.WriteAllText(file, "old");

        foreach (string path in (string[])[_path, file])
            Assert.Equal($"{path} exists; expected the path of a new folder", Assert.Throws<IOException>(() => AtomicFolder.Write(path, _ => { })).Message);

        Assert.Equal("old", File.ReadAllText(file));
        Assert.Throws<DirectoryNotFoundException>(() => AtomicFolder.Write(_folder.File("no/folder"), _ => { }));
        Assert.Throws<ArgumentException>(() => AtomicFolder.Write("", _ => { }));
        Assert.Throws<ArgumentNullException>(() => AtomicFolder.Write(_folder.File("x"), null!));
    }

    [Fact]
    public void Leftovers_are_removed_and_nothing_else()
    {
        string kept = _folder.File(".attune-notes.tmp.txt");
        File.WriteAllText(kept, "");
        AtomicFolder.Write(_path, beside =>
        {
            // What processes killed at this moment leave: such names, which nobody comes back for.
            string stem = beside[..^"00.tmp".Length];
            Directory.CreateDirectory(Path.Combine($"{stem}00.tmp", "inner"));
            File.WriteAllText($"{stem}01.tmp", "half");
        });

        Assert.Equal(2, AtomicFolder.RemoveLeftovers(_folder.Path));

        Assert.Equal([kept, _path], Directory.GetFileSystemEntries(_folder.Path).Order(StringComparer.Ordinal));
        Assert.Equal(0, AtomicFolder.RemoveLeftovers(_folder.Path));
        Assert.Throws<DirectoryNotFoundException>(() => AtomicFolder.RemoveLeftovers(_folder.File("none")));
    }

    [Fact]
    public void Folders_are_flushed_where_that_is_possible()
    {
        Assert.Equal(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), FolderFlush.TryFlush(_folder.Path));
        Assert.False(FolderFlush.TryFlush(_folder.File("none")));
    }
}
