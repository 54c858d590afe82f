using Attune.Tokenizers.Tests;

namespace Attune.Formats.Tests;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tensors_and_metadata_are_read()
    {
        var file = SafetensorsFile.Read("m", ModelSamples.Safetensors());

        Assert.Equal(["model.w", "scalar", "empty", "mask", "tiny"], file.Tensors.Keys);
        Assert.Equal("pt", file.Metadata["format"]);
        var matrix = file.Tensors["model.w"];
        Assert.Equal(("m", "model.w", StoredType.F32, 24L), (matrix.File, matrix.Name, matrix.Type, matrix.ByteLength));
        Assert.Equal([2, 3], matrix.Shape);
        Assert.Equal([1f, 2, 3, 4, 5, 6], matrix.Singles(0, 6).ToArray());
        Assert.Equal([5f, 6], matrix.Singles(4, 2).ToArray());
        Assert.Equal(BitConverter.GetBytes(2f), matrix.Bytes(4, 4).ToArray());
        Assert.Empty(file.Tensors["scalar"].Shape);
        Assert.Equal([1, 0, 0, 0, 0, 0, 0, 0], file.Tensors["scalar"].Bytes(0, 8).ToArray());
        Assert.True(file.Tensors["empty"].Bytes(0, 0).IsEmpty);
        Assert.Equal([0x21, 0x43], file.Tensors["tiny"].Bytes(0, 2).ToArray());
    }

    [Fact]
    public void Bytes_of_other_tensors_are_out_of_reach()
    {
        var matrix = SafetensorsFile.Read("m", ModelSamples.Safetensors()).Tensors["model.w"];

        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Bytes(20, 5).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Bytes(-1, 1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Bytes(25, 0).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Bytes(0, -1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Singles(4, 3).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Singles(long.MaxValue, 1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Singles(0, int.MaxValue).Length);
    }

    [Fact]
    public void Floats_of_another_type_are_refused()
    {
        var scalar = SafetensorsFile.Read("m", ModelSamples.Safetensors()).Tensors["scalar"];

        var error = Assert.Throws<InvalidOperationException>(() => scalar.Singles(0, 1).Length);
        Assert.Equal("m: tensor scalar: expected F32, found I64", error.Message);
    }

    [Fact]
    public void Every_type_has_the_width_that_its_name_says()
    {
        foreach (var type in Enum.GetValues<StoredType>())
        {
            string digits = string.Concat(type.ToString().SkipWhile(letter => !char.IsDigit(letter)).TakeWhile(char.IsDigit));
            Assert.Equal(type == StoredType.BOOL ? 8 : int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture), type.Bits());
            int bytes = type.Bits() * 4 / 8;
            string header = $$$"""{"a":{"dtype":"{{{type}}}","shape":[4],"data_offsets":[0,{{{bytes}}}]}}""";
            Assert.Equal(type, SafetensorsFile.Read("m", ModelSamples.Safetensors(header, new byte[bytes])).Tensors["a"].Type);
        }
    }

    [Fact]
    public void A_file_without_tensors_is_one() => Assert.Empty(SafetensorsFile.Read("m", ModelSamples.Safetensors("{}   ", [])).Tensors);

    [Fact]
    public void A_tensor_of_more_than_two_gigabytes_is_read_in_parts()
    {
        const long Length = (2L << 30) + 8;
        string path = _folder.File("large.safetensors");
        using (var stream = File.Create(path))
        {
            stream.Write(ModelSamples.Safetensors($$$"""{"a":{"dtype":"U8","shape":[{{{Length}}}],"data_offsets":[0,{{{Length}}}]}}""", []));
            stream.SetLength(stream.Position + Length);
            stream.Position = stream.Length - 2;
            stream.Write([7, 8]);
        }

        using var file = SafetensorsFile.Open(path);

        Assert.Equal([0, 7, 8], file.Tensors["a"].Bytes(Length - 3, 3).ToArray());
    }

    [Fact]
    public void A_disposed_file_is_not_read()
    {
        string path = _folder.File("m.safetensors");
        File.WriteAllBytes(path, ModelSamples.Safetensors());
        var file = SafetensorsFile.Open(path);
        Assert.Equal(6f, file.Tensors["model.w"].Singles(5, 1)[0]);
        file.Dispose();

        Assert.Throws<ObjectDisposedException>(() => file.Tensors["model.w"].Bytes(0, 1).Length);
    }

    [Theory]
    [InlineData("", "header length at byte 0: expected 8 bytes, found the end of the file after 0")]
    [InlineData("0000000000000000", "header length at byte 0: expected 1 to 0 bytes (the file has 8), found 0")]
    [InlineData("03000000000000007B7D", "header length at byte 0: expected 1 to 2 bytes (the file has 10), found 3")]
    [InlineData("FFFFFFFFFFFFFFFF7B7D", "header length at byte 0: expected 1 to 2 bytes (the file has 10), found 18446744073709551615")]
    [InlineData("02000000000000005B5D", "header at byte 8: expected '{', found the byte 0x5B")]
    [InlineData("02000000000000007BFF", "at byte 9: expected JSON in UTF-8, found the byte 0xFF, which is not UTF-8")]
    [InlineData("02000000000000007B20", "at byte 10: expected well-formed JSON, at most 64 values inside of each other, found its end")]
    [InlineData("02000000000000007B7D00", "at byte 10: expected the end of the file, where the header ends, found 1 more bytes")]
    public void Broken_files_are_refused_with_their_place(string hex, string message) => Refuses(Convert.FromHexString(hex), message);

    [Fact]
    public void A_header_beyond_the_limit_is_refused_before_it_is_looked_at()
    {
        string path = _folder.File("long.safetensors");
        using (var stream = File.Create(path))
        {
            stream.Write(BitConverter.GetBytes(100_000_001UL));
            stream.SetLength(200_000_000);
        }

        var error = Assert.Throws<InvalidFileException>(() => SafetensorsFile.Open(path));
        Assert.EndsWith("expected 1 to 100000000 bytes (the file has 200000000), found 100000001", error.Message, StringComparison.Ordinal);
        File.Delete(path); // the file is not held open
    }

    [Theory]
    [InlineData("""{"a":1}""", "tensor a at byte 13: expected an object, found 1")]
    [InlineData("""{"a":{}}""", "tensor a at byte 13: expected dtype, shape and data_offsets, found no dtype")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1]}}""", "tensor a at byte 13: expected dtype, shape and data_offsets, found no data_offsets")]
    [InlineData("""{"a":{"dtype":"U8","dtype":"U8"}}""", "tensor a at byte 27: expected every field once, found \"dtype\" again")]
    [InlineData("""{"a":{"dtype":8}}""", "tensor a: dtype at byte 22: expected a string, found 8")]
    [InlineData("""{"a":{"dtype":"U8","shape":8}}""", "tensor a: shape at byte 35: expected an array, found 8")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1,-1]}}""", "tensor a: shape at byte 38: expected whole numbers from 0 to 9223372036854775807, found -1")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1.5]}}""", "tensor a: shape at byte 36: expected whole numbers from 0 to 9223372036854775807, found 1.5")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1,"x"]}}""", "tensor a: shape at byte 38: expected whole numbers from 0 to 9223372036854775807, found \"x\"")]
    [InlineData("""{"a":{"dtype":"U8","shape":[],"data_offsets":[0]}}""", "tensor a: data_offsets at byte 53: expected begin and end, found 1 numbers")]
    [InlineData("""{"a":{"dtype":"U8","shape":[],"data_offsets":[1,0]}}""", "tensor a: data_offsets at byte 53: expected an end that is not before the begin, found [1, 0]")]
    [InlineData("""{"a":{"dtype":"U8","shape":[17],"data_offsets":[0,17]}}""", "tensor a: data_offsets at byte 55: expected an end of at most 16, where the file ends, found [0, 17]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,12]}}""", "tensor a: data_offsets at byte 57: expected 16 bytes for F32 [2, 2], found 12 bytes, [0, 12]")]
    [InlineData("""{"a":{"dtype":"F4","shape":[3],"data_offsets":[0,1]}}""", "tensor a: shape at byte 35: expected a whole number of bytes that fits a file, found F4 [3]")]
    [InlineData("""{"a":{"dtype":"F64","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", "tensor a: shape at byte 36: expected a whole number of bytes that fits a file, found F64 [4294967296, 4294967296]")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{}}""", "tensor a at byte 61: expected every name once, found the name again")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"I16","shape":[7],"data_offsets":[1,15]}}""", "tensor b: data_offsets at byte 107: expected a begin that is a multiple of 2 for I16, found [1, 15]")]
    [InlineData("""{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[9],"data_offsets":[7,16]}}""", "tensor b: data_offsets at byte 106: expected a begin of 8, where tensor a ends, found 7, inside of it")]
    [InlineData("""{"a":{"dtype":"U8","shape":[7],"data_offsets":[9,16]},"b":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}}""", "tensor a: data_offsets at byte 54: expected a begin of 8, where tensor b ends, found 9, a gap of 1 bytes")]
    [InlineData("""{"a":{"dtype":"U8","shape":[8],"data_offsets":[8,16]}}""", "tensor a: data_offsets at byte 54: expected a begin of 0, where the header ends, found 8, a gap of 8 bytes")]
    [InlineData("""{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}}""", "m at byte 69: expected the end of the file, where tensor a ends, found 8 more bytes")]
    [InlineData("""{"__metadata__":{"format":1}}""", "__metadata__: format at byte 34: expected a string, found 1")]
    [InlineData("""{"__metadata__":[]}""", "__metadata__ at byte 24: expected an object of strings, found an array")]
    [InlineData("""{"__metadata__":{},"__metadata__":{}}""", "__metadata__ at byte 27: expected every name once, found the name again")]
    [InlineData("""{"__metadata__":{"a":"","a":""}}""", "__metadata__: a at byte 32: expected every key once, found the key again")]
    [InlineData("""{"\ud800":{}}""", "at byte 9: expected escapes that name characters, found half of a surrogate pair")]
    public void What_breaks_the_format_is_refused_with_its_place(string header, string message) =>
        Refuses(ModelSamples.Safetensors(header, new byte[16]), message);

    [Fact]
    public void An_unknown_type_is_refused_with_all_that_are_known()
    {
        var error = Assert.Throws<InvalidFileException>(
            () => SafetensorsFile.Read("m", ModelSamples.Safetensors("""{"a":{"dtype":"F33","shape":[],"data_offsets":[0,0]}}""", [])));

        Assert.Equal(("tensor a: dtype", 22L, "\"F33\""), (error.Key, error.Offset, error.Found));
        Assert.Contains("F8_E4M3, ", error.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_would_break_a_message_are_escaped_and_cut()
    {
        string name = new string('x', 100) + "\\u000a";
        var error = Assert.Throws<InvalidFileException>(() => SafetensorsFile.Read("m", ModelSamples.Safetensors($$$"""{"\n{{{name}}}":0}""", [])));

        Assert.Equal($"tensor \\u000a{new string('x', 59)}…", error.Key);
    }

    [RealDataFact("weights/mnist_cnn/mnist.safetensors")]
    public void A_real_file_is_read()
    {
        using var file = SafetensorsFile.Open(SharedData.Locate("weights/mnist_cnn/mnist.safetensors")!);

        Assert.Equal(20, file.Tensors.Count);
        var weight = file.Tensors["conv2.weight"];
        Assert.Equal([16, 8, 3, 3], weight.Shape);
        Assert.Equal(8 + 1520 + 400, weight.Offset);
        Assert.Equal(-11.801977169966449, Sum(weight), 1e-9);
        Assert.Equal(StoredType.I64, file.Tensors["norm1.num_batches_tracked"].Type);
    }

    private static double Sum(StoredTensor tensor)
    {
        double sum = 0;
        foreach (float value in tensor.Singles(0, (int)(tensor.ByteLength / sizeof(float))))
            sum += value;
        return sum;
    }

    private static void Refuses(byte[] bytes, string message)
    {
        var error = Assert.Throws<InvalidFileException>(() => SafetensorsFile.Read("m", bytes));
        Assert.EndsWith(message, error.Message, StringComparison.Ordinal);
    }
}
