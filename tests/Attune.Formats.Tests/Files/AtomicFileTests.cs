namespace Attune.Formats.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _path;

    public AtomicFileTests() => _path = _folder.File("model.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_file_holds_what_was_written()
    {
        AtomicFile.Write(_path, stream => stream.Write("new"u8));

        Assert.Equal("new", File.ReadAllText(_path));
        Assert.Equal([_path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void The_old_file_stays_whole_until_the_new_one_is()
    {
        File.WriteAllText(_path, "old and longer");

        AtomicFile.Write(_path, stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            Assert.Equal("old and longer", File.ReadAllText(_path));
        });

        Assert.Equal("new", File.ReadAllText(_path));
        Assert.Equal([_path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_failure_leaves_the_old_file_and_nothing_else()
    {
        File.WriteAllText(_path, "old");

        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(_path, stream =>
        {
            stream.Write("half of the ne"u8);
            throw new InvalidOperationException();
        }));

        Assert.Equal("old", File.ReadAllText(_path));
        Assert.Equal([_path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_full_disk_is_told_with_the_path_that_was_to_be_written()
    {
        File.WriteAllText(_path, "old");

        var error = Assert.Throws<IOException>(() => AtomicFile.Write(_path, _ => throw new IOException("no space")));

        Assert.Equal($"{_path}: no space", error.Message);
        Assert.Equal("old", File.ReadAllText(_path));
    }

    [Fact]
    public void Folders_are_refused_and_missing_ones_named()
    {
        Assert.Throws<UnauthorizedAccessException>(() => AtomicFile.Write(_folder.Path, _ => { }));
        Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.Write(_folder.File("no/file"), _ => { }));
        Assert.Throws<ArgumentException>(() => AtomicFile.Write("", _ => { }));
        Assert.Throws<ArgumentNullException>(() => AtomicFile.Write(_path, null!));
    }

    [Fact]
    public void Links_are_followed_and_permissions_kept()
    {
        if (OperatingSystem.IsWindows())
            return; // no such permissions, and links need privileges
        const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.WriteAllText(_path, "old");
        File.SetUnixFileMode(_path, Private);
        string link = _folder.File("link");
        File.CreateSymbolicLink(link, _path);

        AtomicFile.Write(link, stream => stream.Write("new"u8));

        Assert.Equal("new", File.ReadAllText(_path));
        Assert.Equal(Private, File.GetUnixFileMode(_path));
        Assert.NotNull(new FileInfo(link).LinkTarget);
    }
}
