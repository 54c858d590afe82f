namespace Attune.Formats;

/// <summary>
/// The weights in a folder as Hugging Face lays them out: <c>model.safetensors</c>, or several files and
/// <c>model.safetensors.index.json</c>, which says where each tensor lies. They are as good as one file. Thread-safe, but for disposal.
/// </summary>
public sealed class SafetensorsFolder : IDisposable
{
    /// <summary>What a single file is called. It goes before an index.</summary>
    public const string FileName = "model.safetensors";

    /// <summary>What the index of several files is called.</summary>
    public const string IndexName = "model.safetensors.index.json";

    private SafetensorsFolder(string name, IReadOnlyList<SafetensorsFile> files, IReadOnlyDictionary<string, StoredTensor> tensors)
    {
        Name = name;
        Files = files;
        Tensors = tensors;
    }

    /// <summary>The folder, as the caller named it.</summary>
    public string Name { get; }

    /// <summary>The files that the tensors lie in.</summary>
    public IReadOnlyList<SafetensorsFile> Files { get; }

    /// <summary>The tensors by name, in the order of the header or the index; what an index does not name is none of the model's.</summary>
    public IReadOnlyDictionary<string, StoredTensor> Tensors { get; }

    /// <summary>Maps the files in a folder.</summary>
    /// <exception cref="InvalidFileException">A file breaks the format, or is not what the index says.</exception>
    /// <exception cref="FileNotFoundException">The folder has neither a single file nor an index.</exception>
    /// <exception cref="IOException">A file cannot be read; see <see cref="MappedFile.Open"/>.</exception>
    public static SafetensorsFolder Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string single = Path.Combine(folder, FileName);
        if (File.Exists(single))
        {
            var file = SafetensorsFile.Open(single);
            return new SafetensorsFolder(folder, [file], file.Tensors);
        }

        string index = Path.Combine(folder, IndexName);
        if (!File.Exists(index))
            throw new FileNotFoundException($"{folder}: expected a folder with {FileName} or {IndexName}, found neither", single);
        using var bytes = FileBytes.Open(index);
        return Open(folder, index, SafetensorsIndex.Read(bytes));
    }

    /// <summary>Ends the mappings: no tensor may be read after this.</summary>
    public void Dispose()
    {
        foreach (var file in Files)
            file.Dispose();
    }

    private static SafetensorsFolder Open(string folder, string index, OrderedDictionary<string, (string File, long At)> map)
    {
        var files = new OrderedDictionary<string, SafetensorsFile>();
        var tensors = new OrderedDictionary<string, StoredTensor>();
        try
        {
            foreach (var (tensor, (name, at)) in map)
            {
                if (!files.TryGetValue(name, out var file))
                {
                    string path = Path.Combine(folder, name);
                    if (!File.Exists(path))
                        throw new InvalidFileException(index, SafetensorsIndex.Key(tensor), at, "a file beside the index", $"no file {JsonReading.Shown(name)}");
                    files.Add(name, file = SafetensorsFile.Open(path));
                }

                tensors.Add(tensor, file.Tensors.GetValueOrDefault(tensor)
                    ?? throw new InvalidFileException(index, SafetensorsIndex.Key(tensor), at, $"the tensor in {JsonReading.Shown(name)}", "no such tensor there"));
            }
        }
        catch
        {
            foreach (var file in files.Values)
                file.Dispose();
            throw;
        }

        return new SafetensorsFolder(folder, [.. files.Values], tensors);
    }
}
