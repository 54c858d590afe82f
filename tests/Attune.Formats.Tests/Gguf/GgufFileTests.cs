namespace Attune.Formats.Tests;

public class GgufFileTests
{
    private static readonly GgufFile s_types = GgufFile.Read("types.gguf", Samples.GgufOfAllTypes());

    [Fact]
    public void Values_of_every_type_are_read()
    {
        Assert.Equal(200, s_types.Get("a.uint8").AsInteger());
        Assert.Equal(-100, s_types.Get("a.int8").AsInteger());
        Assert.Equal(60000, s_types.Get("a.uint16").AsInteger());
        Assert.Equal(-30000, s_types.Get("a.int16").AsInteger());
        Assert.Equal(4_000_000_000, s_types.Get("a.uint32").AsInteger());
        Assert.Equal(-2_000_000_000, s_types.Get("a.int32").AsInteger());
        Assert.Equal(long.MinValue, s_types.Get("a.int64").AsInteger());
        Assert.Equal(0.5, s_types.Get("a.float32").AsNumber());
        Assert.Equal(0.1, s_types.Get("a.float64").AsNumber());
        Assert.Equal(200, s_types.Get("a.uint8").AsNumber());
        Assert.True(s_types.Get("a.bool").AsBool());
        Assert.Equal("na\u00EFve", s_types.Get("a.string").AsString());
        Assert.Equal((GgufValueType.UInt64, GgufValueType.UInt64, 1), Shape("a.uint64"));
    }

    [Fact]
    public void Arrays_of_every_type_are_read()
    {
        var strings = s_types.Get("b.strings").AsStrings();
        Assert.Equal(["one", "", "three"], Enumerable.Range(0, strings.Count).Select(strings.GetString));
        Assert.True(strings[2].SequenceEqual("three"u8));
        Assert.Throws<IndexOutOfRangeException>(() => strings[3].Length);
        Assert.Equal([1f, 2.5f], s_types.Get("b.floats").AsFloats());
        Assert.Equal([0.25f, 0.25f], s_types.Get("b.doubles").AsFloats());
        Assert.Equal([-1, 0, 7], s_types.Get("b.integers").AsIntegers());
        Assert.Equal([255, 255, 255], s_types.Get("b.bytes").AsIntegers());
        Assert.Equal((GgufValueType.Array, GgufValueType.Bool, 2), Shape("b.bools"));
        Assert.Equal(0, s_types.Get("b.empty").AsStrings().Count);
    }

    [Fact]
    public void Arrays_in_arrays_are_read()
    {
        var inner = s_types.Get("c.nested").AsArrays();

        Assert.Equal([2, 2], inner.Select(array => array.Count));
        Assert.Equal("yz", inner[0].AsStrings().GetString(1));
    }

    [Fact]
    public void Keys_come_in_the_order_of_the_file_and_missing_ones_are_named()
    {
        Assert.Equal(["a.uint8", "a.int8", "a.uint16"], s_types.Metadata.Keys.Take(3));
        Assert.Null(s_types.Find("tokenizer.ggml.tokens"));
        Assert.Equal("types.gguf: tokenizer.ggml.tokens: expected a value, found no such key",
            Assert.Throws<InvalidFileException>(() => s_types.Get("tokenizer.ggml.tokens")).Message);
    }

    [Fact]
    public void A_value_of_another_type_is_refused_with_both_types()
    {
        Assert.Equal("Float32", Assert.Throws<InvalidFileException>(() => s_types.Get("a.float32").AsInteger()).Found);
        Assert.Equal("an array of Int32", Assert.Throws<InvalidFileException>(() => s_types.Get("b.integers").AsStrings()).Found);
        Assert.Equal("an array of strings", Assert.Throws<InvalidFileException>(() => s_types.Get("a.string").AsStrings()).Expected);
        Assert.Throws<InvalidFileException>(() => s_types.Get("b.strings").AsString());
        Assert.Throws<InvalidFileException>(() => s_types.Get("a.bool").AsInteger());
        Assert.Throws<InvalidFileException>(() => s_types.Get("a.string").AsNumber());
        Assert.Throws<InvalidFileException>(() => s_types.Get("a.uint8").AsBool());
        Assert.Throws<InvalidFileException>(() => s_types.Get("b.integers").AsFloats());
        Assert.Throws<InvalidFileException>(() => s_types.Get("b.floats").AsIntegers());
        Assert.Throws<InvalidFileException>(() => s_types.Get("b.strings").AsArrays());
    }

    [Fact]
    public void Integers_that_do_not_fit_are_refused()
    {
        Assert.Equal("18446744073709551615", Assert.Throws<InvalidFileException>(() => s_types.Get("a.uint64").AsInteger()).Found);
        Assert.Equal("1099511627776", Assert.Throws<InvalidFileException>(() => s_types.Get("b.longs").AsIntegers()).Found);
    }

    [Fact]
    public void Strings_that_are_not_UTF8_are_bytes_only()
    {
        var file = GgufFile.Read("f", new GgufWriter()
            .Add("s", GgufValueType.String, WriteInvalid)
            .Add("a", GgufValueType.Array, writer => Samples.WriteArray(writer, GgufValueType.String, 1, () => WriteInvalid(writer)))
            .ToArray());

        Assert.Equal("valid UTF-8", Assert.Throws<InvalidFileException>(() => file.Get("s").AsString()).Expected);
        Assert.Equal([0xC3], file.Get("a").AsStrings()[0].ToArray());
        Assert.Equal("a[0]", Assert.Throws<InvalidFileException>(() => file.Get("a").AsStrings().GetString(0)).Key);
    }

    [Fact]
    public void Version_2_is_read_and_all_others_are_refused_by_name()
    {
        Assert.Equal(2, GgufFile.Read("f", new GgufWriter { Version = 2 }.ToArray()).Version);
        Assert.Equal("1", Refusal(new GgufWriter { Version = 1 }).Found);
        Assert.Equal("4", Refusal(new GgufWriter { Version = 4 }).Found);
        Assert.Equal("a big-endian file", Refusal(new GgufWriter { Version = 3u << 24 }).Found);
        var magic = Assert.Throws<InvalidFileException>(() => GgufFile.Read("f", "ggml0123456789"u8.ToArray()));
        Assert.Equal("f: magic at byte 0: expected the letters GGUF, found bytes 67676D6C", magic.Message);
    }

    [Theory]
    [InlineData(1UL << 31)]
    [InlineData(1UL << 32)]
    [InlineData(1UL << 63)]
    [InlineData(ulong.MaxValue)]
    public void A_vocabulary_larger_than_its_file_is_refused_at_once(ulong count)
    {
        byte[] bytes = new GgufWriter()
            .Add("tokenizer.ggml.tokens", GgufValueType.Array, writer =>
            {
                writer.Write((uint)GgufValueType.String);
                writer.Write(count);
                writer.Write(new byte[960]);
            })
            .ToArray();
        long before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<InvalidFileException>(() => GgufFile.Read("f", bytes));

        Assert.Equal(("tokenizer.ggml.tokens", $"{count}"), (error.Key, error.Found));
        Assert.Equal("at most 120 elements (the file has 960 bytes left)", error.Expected);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 100_000);
    }

    [Theory]
    [InlineData(8, "tensor_count")]
    [InlineData(16, "metadata_kv_count")]
    public void Counts_larger_than_their_file_are_refused_at_once(int offset, string key)
    {
        byte[] bytes = Samples.GgufWithTensors();
        BitConverter.TryWriteBytes(bytes.AsSpan(offset), 1UL << 40);

        var error = Assert.Throws<InvalidFileException>(() => GgufFile.Read("f", bytes));

        Assert.Equal((key, (long?)offset), (error.Key, error.Offset));
    }

    [Fact]
    public void Arrays_nested_without_end_are_refused()
    {
        byte[] bytes = new GgufWriter()
            .Add("deep", GgufValueType.Array, writer =>
            {
                for (int depth = 0; depth < 100_000; depth++)
                {
                    writer.Write((uint)GgufValueType.Array);
                    writer.Write(1UL);
                }
            })
            .ToArray();

        Assert.Equal("arrays nested at most 8 deep", Assert.Throws<InvalidFileException>(() => GgufFile.Read("f", bytes)).Expected);
    }

    [Fact]
    public void Wrong_types_bools_and_repeated_keys_are_refused()
    {
        Assert.Equal("13", Refusal(new GgufWriter().Add("k", (GgufValueType)13, writer => writer.Write(0))).Found);
        Assert.Equal("2", Refusal(new GgufWriter().Add("k", GgufValueType.Bool, writer => writer.Write((byte)2))).Found);
        var repeated = Refusal(new GgufWriter().Add("k", 1u).Add("k", "other"));
        Assert.Equal(("k", "every key once"), (repeated.Key, repeated.Expected));
    }

    [Fact]
    public void The_directory_of_tensors_gives_their_places_in_the_file()
    {
        byte[] bytes = Samples.GgufWithTensors();
        var file = GgufFile.Read("f", bytes);

        Assert.Equal(64, file.Alignment);
        Assert.Equal(["token_embd.weight", "output_norm.weight", "future"], file.Tensors.Select(tensor => tensor.Name));
        Assert.Equal([108, 20, null], file.Tensors.Select(tensor => tensor.ByteLength));
        Assert.Equal([bytes.Length - 256, bytes.Length - 128, bytes.Length - 64], file.Tensors.Select(tensor => tensor.Offset));
        Assert.Equal([64, 3], file.Tensors[0].Dimensions);
        Assert.Equal(GgmlType.F32, file.Tensors[1].Type);
    }

    [Fact]
    public void Tensors_that_break_the_format_are_refused_by_name()
    {
        RefusesTensor("rows of whole blocks of 32 elements", GgmlType.Q4_0, [33]);
        RefusesTensor("data that fit a file", GgmlType.F32, [1UL << 62, 1UL << 62, 1UL << 62, 1UL << 62]);
        RefusesTensor($"at most {long.MaxValue}", GgmlType.F32, [ulong.MaxValue]);
        RefusesTensor("at most 4 dimensions", GgmlType.F32, [1, 1, 1, 1, 1]);
        RefusesTensor("data at a multiple of 32 bytes", GgmlType.F32, [1], offset: 8);
        RefusesTensor("data in a file of 96 bytes", GgmlType.F32, [9], bytes: 32);
        RefusesTensor("data in a file of 96 bytes", (GgmlType)99, [1], bytes: 32, offset: 1 << 20);
        RefusesTensor("data in a file of 96 bytes", GgmlType.F32, [8], bytes: 32, offset: long.MaxValue / 32 * 32);
        var twice = Refusal(new GgufWriter().AddTensor("w", GgmlType.F32, [1], 4).AddTensor("w", GgmlType.F32, [1], 4));
        Assert.Equal(("w", "every tensor once"), (twice.Key, twice.Expected));
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(48u)]
    public void An_alignment_that_is_no_power_of_two_is_refused(uint alignment)
    {
        byte[] bytes = new GgufWriter().Add("general.alignment", alignment).ToArray();

        Assert.Equal("general.alignment", Assert.Throws<InvalidFileException>(() => GgufFile.Read("f", bytes)).Key);
    }

    [Fact]
    public void A_file_on_disk_reads_like_one_in_memory_and_is_not_held_open()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("llama.gguf");
        File.WriteAllBytes(path, Samples.GgufLlama());

        var file = GgufFile.Load(path);
        File.Delete(path);

        Assert.Equal(path, file.Name);
        Assert.Equal("\u2581hello", file.Get("tokenizer.ggml.tokens").AsStrings().GetString(7));
        Assert.Throws<FileNotFoundException>(() => GgufFile.Load(path));
    }

    [Fact]
    public void Tensors_beyond_two_gigabytes_are_placed()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("large.gguf");
        byte[] header = new GgufWriter()
            .AddTensor("large", GgmlType.F32, [1 << 20, 1 << 10], bytes: 0)
            .AddTensor("small", GgmlType.F32, [8], bytes: 0, offset: 1UL << 32)
            .ToArray();
        File.WriteAllBytes(path, header);
        var cut = Assert.Throws<InvalidFileException>(() => GgufFile.Load(path));
        Assert.Equal(("large", $"data up to byte {header.Length + (1L << 32)}"), (cut.Key, cut.Found));

        using (var stream = File.OpenWrite(path))
            stream.SetLength(header.Length + (1L << 32) + 32); // a hole takes no disk
        var tensors = GgufFile.Load(path).Tensors;

        Assert.Equal([1L << 32, 32], tensors.Select(tensor => tensor.ByteLength));
        Assert.Equal(header.Length + (1L << 32), tensors[1].Offset);
    }

    private static (GgufValueType Type, GgufValueType ElementType, int Count) Shape(string key)
    {
        var value = s_types.Get(key);
        return (value.Type, value.ElementType, value.Count);
    }

    private static void WriteInvalid(BinaryWriter writer)
    {
        writer.Write(1UL);
        writer.Write((byte)0xC3);
    }

    private static InvalidFileException Refusal(GgufWriter writer) =>
        Assert.Throws<InvalidFileException>(() => GgufFile.Read("f", writer.ToArray()));

    private static void RefusesTensor(string expected, GgmlType type, ulong[] dimensions, int bytes = 0, ulong? offset = null)
    {
        var error = Refusal(new GgufWriter().AddTensor("weight", type, dimensions, bytes, offset));
        Assert.Equal(("weight", expected), (error.Key, error.Expected));
    }
}
