using System.Text;

namespace Attune.Formats.Tests;

public class SafetensorsWriterTests
{
    [Fact]
    public void What_is_written_is_read_again()
    {
        var writer = new SafetensorsWriter();
        writer.Metadata["format"] = "pt";
        writer.Metadata["ü\"\n"] = "\U0001F600";
        writer.Add("bytes", StoredType.U8, [3], put => put([1, 2, 3]));
        writer.Add("wide ü\"", StoredType.F64, [], put => put(BitConverter.GetBytes(0.5)));
        writer.Add("empty", StoredType.F32, [5, 0], _ => { });
        writer.Add("matrix", StoredType.F32, [2, 2], put =>
        {
            put(ModelSamples.Floats(1, 2, 3));
            put(ModelSamples.Floats(4));
        });

        var file = SafetensorsFile.Read("m", Write(writer));

        Assert.Equal([new("format", "pt"), new("ü\"\n", "\U0001F600")], file.Metadata);
        Assert.Equal(["wide ü\"", "empty", "matrix", "bytes"], file.Tensors.Keys);
        Assert.Equal([1f, 2, 3, 4], file.Tensors["matrix"].Singles(0, 4).ToArray());
        Assert.Equal([1, 2, 3], file.Tensors["bytes"].Bytes(0, 3).ToArray());
        Assert.Equal([5, 0], file.Tensors["empty"].Shape);
        Assert.All(file.Tensors.Values, tensor => Assert.Equal(0, tensor.Offset % (tensor.Type.Bits() / 8)));
    }

    [Fact]
    public void The_header_is_as_published_and_ends_at_a_multiple_of_eight_bytes()
    {
        var writer = new SafetensorsWriter();
        writer.Add("a", StoredType.F32, [1, 2], put => put(new byte[8]));

        byte[] file = Write(writer);

        const string Header = """{"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}""";
        Assert.Equal(Header, Encoding.UTF8.GetString(file.AsSpan(8, file.Length - 16)).TrimEnd(' '));
        Assert.Equal(file.Length - 16, BitConverter.ToInt64(file));
        Assert.Equal(0, (file.Length - 8) % 8);
        Assert.Equal(file, Write(writer));
        Assert.Equal([8, 0, 0, 0, 0, 0, 0, 0, .. "{}      "u8], Write(new SafetensorsWriter()));
    }

    [Fact]
    public void A_tensor_that_hands_over_too_much_or_too_little_is_refused()
    {
        foreach (int length in (int[])[0, 7, 9])
        {
            var writer = new SafetensorsWriter();
            writer.Add("a", StoredType.I32, [2], put => put(new byte[length]));

            var error = Assert.Throws<InvalidOperationException>(() => Write(writer));

            Assert.Equal($"a: expected 8 bytes, found {(length > 8 ? "more" : length)}", error.Message);
        }
    }

    [Fact]
    public void Names_and_shapes_that_no_file_can_hold_are_refused()
    {
        var writer = new SafetensorsWriter();
        writer.Add("a", StoredType.U8, [], _ => { });

        Assert.Throws<ArgumentException>(() => writer.Add("a", StoredType.U8, [], _ => { }));
        Assert.Throws<ArgumentException>(() => writer.Add("__metadata__", StoredType.U8, [], _ => { }));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Add("b", StoredType.U8, [-1], _ => { }));
        Assert.Throws<ArgumentException>(() => writer.Add("c", StoredType.F4, [1], _ => { }));
        Assert.Throws<ArgumentException>(() => writer.Add("d", StoredType.U8, [long.MaxValue, 2], _ => { }));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Add("e", (StoredType)99, [1], _ => { }));
        Assert.ThrowsAny<ArgumentException>(() => writer.Add("\ud800", StoredType.U8, [], _ => { }));
        writer = new SafetensorsWriter();
        writer.Metadata["a"] = "\ud800";
        Assert.ThrowsAny<ArgumentException>(() => Write(writer));
    }

    private static byte[] Write(SafetensorsWriter writer)
    {
        using var stream = new MemoryStream();
        writer.WriteTo(stream);
        return stream.ToArray();
    }
}
