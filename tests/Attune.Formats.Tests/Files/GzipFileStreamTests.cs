using System.IO.Compression;
using System.Text;

namespace Attune.Formats.Tests;

public sealed class GzipFileStreamTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _path;

    public GzipFileStreamTests() => _path = _folder.File("a.gz");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, CompressionLevel.Optimal)]
    [InlineData(1, CompressionLevel.Optimal)]
    [InlineData(100_000, CompressionLevel.Fastest)]
    [InlineData(300_000, CompressionLevel.NoCompression)]
    public void A_whole_file_gives_its_content_in_pieces_of_any_size(int length, CompressionLevel level)
    {
        byte[] content = new byte[length];
        new Random(1).NextBytes(content);
        File.WriteAllBytes(_path, Packed(content, level));

        foreach (int piece in (int[])[7, 4096, 1 << 20])
        {
            using var stream = new GzipFileStream(_path);
            using var all = new MemoryStream();
            byte[] buffer = new byte[piece];
            for (int read; (read = stream.Read(buffer)) > 0;)
                all.Write(buffer.AsSpan(0, read));
            Assert.Equal(content, all.ToArray());
        }
    }

    [Fact]
    public void Several_members_are_one_content()
    {
        File.WriteAllBytes(_path, [.. Packed("one "u8.ToArray()), .. Packed([]), .. Packed("two"u8.ToArray())]);

        Assert.Equal("one two", Encoding.UTF8.GetString(Content()));
    }

    [Theory]
    [InlineData(CompressionLevel.Optimal)]
    [InlineData(CompressionLevel.NoCompression)]
    public void A_file_that_is_cut_anywhere_is_refused_by_name(CompressionLevel level)
    {
        byte[] whole = Packed(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 100).Select(i => $"line {i * i}\n"))), level);
        for (int length = 1; length < whole.Length; length++)
        {
            File.WriteAllBytes(_path, whole[..length]);
            var wrong = Assert.Throws<InvalidFileException>(Content);
            Assert.Equal((_path, "a whole gzip file"), (wrong.File, wrong.Expected));
        }
    }

    [Fact]
    public void What_is_no_member_behind_the_end_is_refused()
    {
        File.WriteAllBytes(_path, [.. Packed("one"u8.ToArray()), 1, 2, 3]);

        Assert.Throws<InvalidFileException>(Content);
    }

    private byte[] Content()
    {
        using var stream = new GzipFileStream(_path);
        using var all = new MemoryStream();
        stream.CopyTo(all);
        return all.ToArray();
    }

    private static byte[] Packed(byte[] content, CompressionLevel level = CompressionLevel.Optimal)
    {
        using var packed = new MemoryStream();
        using (var pack = new GZipStream(packed, level))
            pack.Write(content);
        return packed.ToArray();
    }
}
