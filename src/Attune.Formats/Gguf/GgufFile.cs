namespace Attune.Formats;

/// <summary>
/// What a GGUF file says about itself: its metadata and the directory of its tensors. The whole header is checked when it is read; the
/// tensors' data stay in the file, at the offsets that the directory gives, to be mapped by whoever wants them
/// (<see cref="MappedFile"/>). Nothing needs to be disposed. Thread-safe. Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md.
/// </summary>
public sealed class GgufFile
{
    internal GgufFile(string name) => Name = name;

    /// <summary>The file, as the caller named it.</summary>
    public string Name { get; }

    /// <summary>The version of the format, 2 or 3.</summary>
    public int Version { get; internal set; }

    /// <summary>The metadata by key, in the order of the file.</summary>
    public IReadOnlyDictionary<string, GgufValue> Metadata => Values;

    /// <summary>The tensors, in the order of the file; none in a file that holds only a vocabulary.</summary>
    public IReadOnlyList<GgufTensor> Tensors { get; internal set; } = [];

    /// <summary>What the offsets of tensors are multiples of, in bytes.</summary>
    public long Alignment { get; internal set; }

    internal OrderedDictionary<string, GgufValue> Values { get; set; } = [];

    /// <summary>The start of the file up to the last metadata value.</summary>
    internal ReadOnlyMemory<byte> MetadataBytes { get; set; }

    /// <summary>Reads the header of a file.</summary>
    /// <exception cref="InvalidFileException">It is not a little-endian GGUF file of version 2 or 3, or breaks the format.</exception>
    /// <exception cref="IOException">It cannot be read; see <see cref="MappedFile.Open"/>.</exception>
    public static GgufFile Load(string path)
    {
        using var bytes = FileBytes.Open(path);
        return GgufReader.Read(bytes);
    }

    /// <summary>Reads the header of a file that is already in memory; <paramref name="bytes"/> must not change as long as the result is used.</summary>
    /// <param name="name">What errors call the file.</param>
    /// <exception cref="InvalidFileException">It is not a little-endian GGUF file of version 2 or 3, or breaks the format.</exception>
    public static GgufFile Read(string name, ReadOnlyMemory<byte> bytes) => GgufReader.Read(FileBytes.Of(name, bytes));

    /// <summary>The value of a key, or null where the file does not have it: <c>file.Find("tokenizer.ggml.add_bos_token")?.AsBool() ?? true</c>.</summary>
    public GgufValue? Find(string key) => Values.GetValueOrDefault(key);

    /// <summary>The value of a key that the file must have: <c>file.Get("tokenizer.ggml.tokens").AsStrings()</c>.</summary>
    /// <exception cref="InvalidFileException">It does not have it.</exception>
    public GgufValue Get(string key) => Find(key) ?? throw new InvalidFileException(Name, key, null, "a value", "no such key");
}
