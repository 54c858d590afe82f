namespace Attune.Formats.Tests;

public sealed class MappedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void All_bytes_and_any_part_of_them_are_read()
    {
        byte[] bytes = [.. Enumerable.Range(0, 10_000).Select(i => (byte)i)];
        using var file = Map(bytes);

        Assert.Equal(bytes.Length, file.Length);
        Assert.True(file.Span(0, bytes.Length).SequenceEqual(bytes));
        Assert.True(file.Span(4095, 3).SequenceEqual(bytes.AsSpan(4095, 3)));
        Assert.True(file.Span(bytes.Length, 0).IsEmpty);
    }

    [Fact]
    public void Bytes_beyond_two_gigabytes_are_read()
    {
        string path = _folder.File("large");
        const long Length = (3L << 30) + 5;
        using (var stream = File.Create(path))
        {
            stream.SetLength(Length);
            stream.Position = Length - 2;
            stream.Write([7, 8]);
        }

        using var file = MappedFile.Open(path);

        Assert.Equal(Length, file.Length);
        Assert.Equal([0, 7, 8], file.Span(Length - 3, 3).ToArray());
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, -1)]
    [InlineData(0, 5)]
    [InlineData(4, 1)]
    [InlineData(5, 0)]
    [InlineData(long.MaxValue, int.MaxValue)]
    public void Bytes_outside_of_the_file_are_refused(long offset, int length)
    {
        using var file = Map([1, 2, 3, 4]);

        Assert.Throws<ArgumentOutOfRangeException>(() => file.Span(offset, length).Length);
    }

    [Fact]
    public void An_empty_file_has_no_bytes()
    {
        using var file = Map([]);

        Assert.Equal(0, file.Length);
        Assert.True(file.Span(0, 0).IsEmpty);
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Span(0, 1).Length);
    }

    [Fact]
    public void A_mapping_that_has_ended_is_not_read()
    {
        var file = Map([1]);
        file.Dispose();
        file.Dispose();

        Assert.Throws<ObjectDisposedException>(() => file.Span(0, 1).Length);
    }

    [Fact]
    public void What_is_missing_or_a_folder_is_refused_as_NET_does()
    {
        var missing = Assert.Throws<FileNotFoundException>(() => MappedFile.Open(_folder.File("missing")));
        Assert.Contains("missing", missing.Message, StringComparison.Ordinal);
        Assert.Throws<DirectoryNotFoundException>(() => MappedFile.Open(_folder.File("no/folder")));
        var folder = Assert.Throws<UnauthorizedAccessException>(() => MappedFile.Open(_folder.Path));
        Assert.Contains("is a folder", folder.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => MappedFile.Open(""));
    }

    [Fact]
    public void A_file_that_may_not_be_read_is_refused()
    {
        string path = _folder.File("private");
        File.WriteAllText(path, "text");
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
            return; // who may read everything cannot see a refusal
        File.SetUnixFileMode(path, UnixFileMode.None);

        Assert.Throws<UnauthorizedAccessException>(() => MappedFile.Open(path));
    }

    [Fact]
    public void Forgotten_mappings_are_released()
    {
        if (!OperatingSystem.IsLinux())
            return; // /proc/self/maps says which files are mapped
        string path = _folder.File("forgotten");
        File.WriteAllBytes(path, [1, 2, 3]);
        Forget(path);
        Assert.Contains(path, File.ReadAllText("/proc/self/maps"), StringComparison.Ordinal);

        GC.Collect();
        GC.WaitForPendingFinalizers();

        Assert.DoesNotContain(path, File.ReadAllText("/proc/self/maps"), StringComparison.Ordinal);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void Forget(string path)
    {
        for (int i = 0; i < 10; i++)
            Assert.Equal(3, MappedFile.Open(path).Length);
    }

    private MappedFile Map(byte[] bytes)
    {
        File.WriteAllBytes(_folder.File("file"), bytes);
        return MappedFile.Open(_folder.File("file"));
    }
}
