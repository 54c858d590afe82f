using System.Text;

namespace Attune.Formats.Tests;

/// <summary>
/// Small valid files, under 4 KB each, and the writers that make them: for tests, and for mutation by fuzzers. Self-contained, so that
/// other test projects can link this file.
/// </summary>
internal static class Samples
{
    /// <summary>Every small file by name.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> All() =>
    [
        ("gpt2.gguf", GgufGpt2()),
        ("llama.gguf", GgufLlama()),
        ("bert.gguf", GgufBert()),
        ("types.gguf", GgufOfAllTypes()),
        ("tensors.gguf", GgufWithTensors()),
        ("unigram.model", SentencePieceUnigram()),
        ("bpe.model", SentencePieceBpe()),
        ("tokenizer.bin", Llama2c()),
    ];

    /// <summary>Byte-level BPE: the 256 bytes, "he", "ll", "hell", "hello" and an end of text.</summary>
    public static byte[] GgufGpt2()
    {
        string[] bytes = [.. Enumerable.Range(0, 256).Select(ByteLevel)];
        return new GgufWriter()
            .Add("general.architecture", "gpt2")
            .Add("tokenizer.ggml.model", "gpt2")
            .Add("tokenizer.ggml.pre", "gpt-2")
            .Add("tokenizer.ggml.tokens", [.. bytes, "he", "ll", "hell", "hello", "<|endoftext|>"])
            .Add("tokenizer.ggml.merges", "h e", "l l", "he ll", "hell o")
            .Add("tokenizer.ggml.bos_token_id", 260u)
            .Add("tokenizer.ggml.eos_token_id", 260u)
            .ToArray();
    }

    /// <summary>SentencePiece BPE inside GGUF, without the pieces of single bytes.</summary>
    public static byte[] GgufLlama()
    {
        string[] letters = [.. "helo\u2581abc ".Select(letter => letter.ToString())];
        string[] tokens = ["<unk>", "<s>", "</s>", "he", "ll", "hell", "hello", "\u2581hello", .. letters];
        return new GgufWriter()
            .Add("general.architecture", "llama")
            .Add("tokenizer.ggml.model", "llama")
            .Add("tokenizer.ggml.pre", "default")
            .Add("tokenizer.ggml.tokens", tokens)
            .Add("tokenizer.ggml.scores", [.. tokens.Select((_, id) => id < 3 ? 0f : 3f - id)])
            .Add("tokenizer.ggml.token_type", [.. tokens.Select((_, id) => id == 0 ? 2 : id < 3 ? 3 : 1)])
            .Add("tokenizer.ggml.bos_token_id", 1u)
            .Add("tokenizer.ggml.eos_token_id", 2u)
            .Add("tokenizer.ggml.unknown_token_id", 0u)
            .Add("tokenizer.ggml.add_bos_token", true)
            .Add("tokenizer.ggml.add_eos_token", false)
            .ToArray();
    }

    /// <summary>WordPiece inside GGUF: beginnings of words carry U+2581, the rest nothing.</summary>
    public static byte[] GgufBert()
    {
        string[] tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "\u2581un", "aff", "able", "\u2581the", "\u2581a", "\u2581b", "a", "b", "\u2581,"];
        return new GgufWriter()
            .Add("general.architecture", "bert")
            .Add("tokenizer.ggml.token_type_count", 2u)
            .Add("tokenizer.ggml.model", "bert")
            .Add("tokenizer.ggml.pre", "bert-bge")
            .Add("tokenizer.ggml.tokens", tokens)
            .Add("tokenizer.ggml.token_type", [.. tokens.Select((_, id) => id < 5 ? 3 : 1)])
            .Add("tokenizer.ggml.unknown_token_id", 1u)
            .Add("tokenizer.ggml.seperator_token_id", 3u)
            .Add("tokenizer.ggml.padding_token_id", 0u)
            .Add("tokenizer.ggml.cls_token_id", 2u)
            .Add("tokenizer.ggml.mask_token_id", 4u)
            .ToArray();
    }

    /// <summary>One value of every type, and arrays of them.</summary>
    public static byte[] GgufOfAllTypes() => new GgufWriter()
        .Add("a.uint8", GgufValueType.UInt8, writer => writer.Write((byte)200))
        .Add("a.int8", GgufValueType.Int8, writer => writer.Write((sbyte)-100))
        .Add("a.uint16", GgufValueType.UInt16, writer => writer.Write((ushort)60000))
        .Add("a.int16", GgufValueType.Int16, writer => writer.Write((short)-30000))
        .Add("a.uint32", 4_000_000_000)
        .Add("a.int32", GgufValueType.Int32, writer => writer.Write(-2_000_000_000))
        .Add("a.float32", GgufValueType.Float32, writer => writer.Write(0.5f))
        .Add("a.bool", true)
        .Add("a.string", "na\u00EFve")
        .Add("a.uint64", GgufValueType.UInt64, writer => writer.Write(ulong.MaxValue))
        .Add("a.int64", GgufValueType.Int64, writer => writer.Write(long.MinValue))
        .Add("a.float64", GgufValueType.Float64, writer => writer.Write(0.1))
        .Add("b.strings", "one", "", "three")
        .Add("b.floats", 1f, 2.5f)
        .Add("b.integers", -1, 0, 7)
        .Add("b.doubles", GgufValueType.Array, writer => WriteArray(writer, GgufValueType.Float64, 2, () => writer.Write(0.25)))
        .Add("b.bytes", GgufValueType.Array, writer => WriteArray(writer, GgufValueType.UInt8, 3, () => writer.Write((byte)255)))
        .Add("b.longs", GgufValueType.Array, writer => WriteArray(writer, GgufValueType.Int64, 1, () => writer.Write(1L << 40)))
        .Add("b.bools", GgufValueType.Array, writer => WriteArray(writer, GgufValueType.Bool, 2, () => writer.Write(true)))
        .Add("b.empty", Array.Empty<string>())
        .Add("c.nested", GgufValueType.Array, writer => WriteArray(writer, GgufValueType.Array, 2, () => WriteStrings(writer, "x", "yz")))
        .ToArray();

    /// <summary>Three tensors of different types, one of a type nobody knows yet.</summary>
    public static byte[] GgufWithTensors() => new GgufWriter()
        .Add("general.architecture", "llama")
        .Add("general.alignment", 64u)
        .AddTensor("token_embd.weight", GgmlType.Q4_0, [64, 3], bytes: 6 * 18)
        .AddTensor("output_norm.weight", GgmlType.F32, [5], bytes: 20)
        .AddTensor("future", (GgmlType)4000, [7, 7], bytes: 11)
        .ToArray();

    /// <summary>A Unigram model with a control and a user-defined piece.</summary>
    public static byte[] SentencePieceUnigram()
    {
        var model = new SentencePieceWriter().Piece("<unk>", 0, 2).Piece("<s>", 0, 3).Piece("</s>", 0, 3).Piece("<user>", 0, 4);
        string[] pieces = ["\u2581", "\u2581hello", "\u2581the", "he", "ll", "o", "h", "e", "l", "t", "a", "b", "s", "\u00E9"];
        for (int i = 0; i < pieces.Length; i++)
            model.Piece(pieces[i], -1 - (0.5f * i), 1);
        return model.Trainer(algorithm: 1, byteFallback: false).Normalizer("identity", []).ToArray();
    }

    /// <summary>A BPE model with extra fields that readers skip.</summary>
    public static byte[] SentencePieceBpe()
    {
        var model = new SentencePieceWriter().Piece("<unk>", 0, 2).Piece("<s>", 0, 3).Piece("</s>", 0, 3);
        string[] pieces = ["he", "ll", "hell", "hello", "\u2581hello", "\u2581", "h", "e", "l", "o", "a"];
        for (int i = 0; i < pieces.Length; i++)
            model.Piece(pieces[i], -i, 1);
        return model.Trainer(algorithm: 2, byteFallback: false).Normalizer("identity", []).SelfTest().ToArray();
    }

    /// <summary>A vocabulary of llama2.c: special tokens, the 256 bytes, a few merges and letters.</summary>
    public static byte[] Llama2c()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        string[] bytes = [.. Enumerable.Range(0, 256).Select(value => $"<0x{value:X2}>")];
        string[] tokens = ["<unk>", "\n<s>\n", "\n</s>\n", .. bytes, "he", "ll", " ", "h", "e", "l", "o", "b"];
        writer.Write(tokens.Max(Encoding.UTF8.GetByteCount));
        for (int id = 0; id < tokens.Length; id++)
        {
            byte[] token = Encoding.UTF8.GetBytes(tokens[id]);
            writer.Write(id < 259 ? 0f : 259f - id);
            writer.Write(token.Length);
            writer.Write(token);
        }

        return stream.ToArray();
    }

    /// <summary>Writes an array's head and its elements.</summary>
    public static void WriteArray(BinaryWriter writer, GgufValueType elementType, int count, Action element)
    {
        writer.Write((uint)elementType);
        writer.Write((ulong)count);
        for (int i = 0; i < count; i++)
            element();
    }

    private static void WriteStrings(BinaryWriter writer, params string[] values)
    {
        int next = 0;
        WriteArray(writer, GgufValueType.String, values.Length, () => GgufWriter.WriteString(writer, values[next++]));
    }

    /// <summary>The character that GPT-2's vocabulary writes for a byte: itself where it is printable, else the next one from U+0100 on.</summary>
    private static string ByteLevel(int value)
    {
        bool Printable(int b) => b is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
        int code = Printable(value) ? value : 0x100 + Enumerable.Range(0, value).Count(b => !Printable(b));
        return ((char)code).ToString();
    }
}

/// <summary>Writes GGUF files of version 3, or any other.</summary>
internal sealed class GgufWriter
{
    private readonly List<byte> _values = [];
    private readonly List<byte> _tensors = [];
    private readonly List<byte> _data = [];
    private ulong _valueCount;
    private ulong _tensorCount;
    private int _alignment = 32;

    public uint Version { get; init; } = 3;

    public static void WriteString(BinaryWriter writer, string value)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(value);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    public GgufWriter Add(string key, GgufValueType type, Action<BinaryWriter> write)
    {
        _valueCount++;
        Write(_values, writer =>
        {
            WriteString(writer, key);
            writer.Write((uint)type);
            write(writer);
        });
        return this;
    }

    public GgufWriter Add(string key, string value) => Add(key, GgufValueType.String, writer => WriteString(writer, value));

    public GgufWriter Add(string key, uint value)
    {
        if (key == "general.alignment")
            _alignment = (int)value;
        return Add(key, GgufValueType.UInt32, writer => writer.Write(value));
    }

    public GgufWriter Add(string key, bool value) => Add(key, GgufValueType.Bool, writer => writer.Write(value));

    public GgufWriter Add(string key, params string[] values) => Array(key, GgufValueType.String, values, WriteString);

    public GgufWriter Add(string key, params float[] values) => Array(key, GgufValueType.Float32, values, (writer, value) => writer.Write(value));

    public GgufWriter Add(string key, params int[] values) => Array(key, GgufValueType.Int32, values, (writer, value) => writer.Write(value));

    public GgufWriter AddTensor(string name, GgmlType type, ulong[] dimensions, int bytes, ulong? offset = null)
    {
        _tensorCount++;
        Write(_tensors, writer =>
        {
            WriteString(writer, name);
            writer.Write((uint)dimensions.Length);
            foreach (ulong dimension in dimensions)
                writer.Write(dimension);
            writer.Write((uint)type);
            writer.Write(offset ?? (ulong)_data.Count);
        });
        _data.AddRange(new byte[bytes]);
        Pad(_data);
        return this;
    }

    public byte[] ToArray()
    {
        var file = new List<byte>();
        Write(file, writer =>
        {
            writer.Write("GGUF"u8);
            writer.Write(Version);
            writer.Write(_tensorCount);
            writer.Write(_valueCount);
        });
        file.AddRange([.. _values, .. _tensors]);
        if (_tensorCount > 0)
            Pad(file);
        return [.. file, .. _data];
    }

    private static void Write(List<byte> bytes, Action<BinaryWriter> write)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        write(writer);
        bytes.AddRange(stream.ToArray());
    }

    private GgufWriter Array<T>(string key, GgufValueType type, T[] values, Action<BinaryWriter, T> write)
    {
        int next = 0;
        return Add(key, GgufValueType.Array, writer => Samples.WriteArray(writer, type, values.Length, () => write(writer, values[next++])));
    }

    private void Pad(List<byte> bytes)
    {
        while (bytes.Count % _alignment != 0)
            bytes.Add(0);
    }
}

/// <summary>Writes the protobuf of SentencePiece models.</summary>
internal sealed class SentencePieceWriter
{
    private readonly List<byte> _model = [];

    public static byte[] Field(int number, long value) => [.. Varint((ulong)number << 3), .. Varint((ulong)value)];

    public static byte[] Field(int number, float value) => [.. Varint(((ulong)number << 3) | 5), .. BitConverter.GetBytes(value)];

    public static byte[] Field(int number, byte[] value) => [.. Varint(((ulong)number << 3) | 2), .. Varint((ulong)value.Length), .. value];

    public static byte[] Field(int number, string value) => Field(number, Encoding.UTF8.GetBytes(value));

    public static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return [.. bytes];
    }

    public SentencePieceWriter Raw(params byte[] bytes)
    {
        _model.AddRange(bytes);
        return this;
    }

    public SentencePieceWriter Piece(string piece, float score, int type) => Raw(Field(1, [.. Field(1, piece), .. Field(2, score), .. Field(3, type)]));

    public SentencePieceWriter Trainer(int algorithm, bool byteFallback) => Raw(Field(2,
    [
        .. Field(1, "corpus.txt"), .. Field(3, algorithm), .. Field(10, 0.9995f), .. Field(24, 0), .. Field(25, 1), .. Field(35, byteFallback ? 1 : 0),
        .. Field(40, 0), .. Field(41, 1), .. Field(42, 2), .. Field(43, -1), .. Field(44, " \u2047 "), .. Field(45, "<unk>"),
    ]));

    public SentencePieceWriter Normalizer(string name, byte[] charsMap, int field = 3) => Raw(Field(field,
        [.. Field(1, name), .. Field(2, charsMap), .. Field(3, 1), .. Field(4, 0), .. Field(5, 1)]));

    /// <summary>Fields that readers skip: self_test_data, and an extension of each wire type.</summary>
    public SentencePieceWriter SelfTest() => Raw(
        [.. Field(4, [.. Field(1, [.. Field(1, "hello"), .. Field(2, "hello")])]), .. Field(200, 300), .. Field(201, 1.5f), .. Varint((202 << 3) | 1), .. new byte[8]]);

    public byte[] ToArray() => [.. _model];
}
