namespace Attune.Formats;

/// <summary>
/// A safetensors file: named tensors behind a JSON header that says where each lies. The whole header is checked when it is opened: names
/// are unique, types known, and the tensors fill the rest of the file without overlap, gap or remainder, each as long as its shape says
/// and at a multiple of its elements' width, counted from the end of the header. The data stay in the file, which is mapped, and are read
/// when asked for. Thread-safe, but for disposal.
/// Format: https://huggingface.co/docs/safetensors/index#format.
/// </summary>
public sealed class SafetensorsFile : IDisposable
{
    private readonly FileBytes _bytes;

    internal SafetensorsFile(FileBytes bytes, OrderedDictionary<string, StoredTensor> tensors, OrderedDictionary<string, string> metadata)
    {
        _bytes = bytes;
        Tensors = tensors;
        Metadata = metadata;
    }

    /// <summary>The file, as the caller named it.</summary>
    public string Name => _bytes.Name;

    /// <summary>The tensors by name, in the order of the header.</summary>
    public IReadOnlyDictionary<string, StoredTensor> Tensors { get; }

    /// <summary>What the header says besides, such as <c>format</c>: <c>pt</c>; empty where it says nothing.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Maps a file and reads its header.</summary>
    /// <exception cref="InvalidFileException">It breaks the format.</exception>
    /// <exception cref="IOException">It cannot be read; see <see cref="MappedFile.Open"/>.</exception>
    public static SafetensorsFile Open(string path)
    {
        var bytes = FileBytes.Open(path);
        try
        {
            return SafetensorsHeader.Read(bytes);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    /// <summary>Reads the header of a file that is already in memory; <paramref name="bytes"/> must not change as long as the result is used.</summary>
    /// <param name="name">What errors call the file.</param>
    /// <exception cref="InvalidFileException">It breaks the format.</exception>
    public static SafetensorsFile Read(string name, ReadOnlyMemory<byte> bytes) => SafetensorsHeader.Read(FileBytes.Of(name, bytes));

    /// <summary>Ends the mapping: no tensor may be read after this.</summary>
    public void Dispose() => _bytes.Dispose();
}
