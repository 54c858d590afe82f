using System.Text;

namespace Attune.Formats.Tests;

public sealed class SafetensorsFolderTests : IDisposable
{
    private const string First = "model-00001-of-00002.safetensors";
    private const string Second = "model-00002-of-00002.safetensors";

    private readonly TemporaryFolder _folder = new();

    public SafetensorsFolderTests()
    {
        Write(First, ("c", 3), ("a", 1), ("unlisted", 9));
        Write(Second, ("b", 2));
        WriteIndex(ModelSamples.Index);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Several_files_open_as_one()
    {
        using var folder = SafetensorsFolder.Open(_folder.Path);

        Assert.Equal(["a", "b", "c"], folder.Tensors.Keys);
        Assert.Equal([1f, 2, 3], folder.Tensors.Values.Select(tensor => tensor.Singles(0, 1)[0]));
        Assert.Equal([_folder.File(First), _folder.File(Second)], folder.Files.Select(file => file.Name));
        Assert.Equal(_folder.File(Second), folder.Tensors["b"].File);
    }

    [Fact]
    public void A_single_file_goes_before_an_index()
    {
        Write(SafetensorsFolder.FileName, ("only", 4));
        using var folder = SafetensorsFolder.Open(_folder.Path);

        Assert.Equal(["only"], folder.Tensors.Keys);
    }

    [Fact]
    public void A_folder_with_neither_says_so()
    {
        File.Delete(_folder.File(SafetensorsFolder.IndexName));

        var error = Assert.Throws<FileNotFoundException>(() => SafetensorsFolder.Open(_folder.Path));
        Assert.Equal($"{_folder.Path}: expected a folder with model.safetensors or model.safetensors.index.json, found neither", error.Message);
    }

    [Theory]
    [InlineData("[]", "index.json at byte 0: expected an object, found an array")]
    [InlineData("{}", "index.json: weight_map: expected an object of tensors and their files, found no such key")]
    [InlineData("""{"weight_map":1}""", "weight_map at byte 14: expected an object of tensors and their files, found 1")]
    [InlineData("""{"weight_map":{},"weight_map":{}}""", "weight_map at byte 17: expected it once, found it again")]
    [InlineData("""{"weight_map":{"a":1}}""", "weight_map: a at byte 19: expected the name of a file, found 1")]
    [InlineData("""{"weight_map":{"a":"../x"}}""", "weight_map: a at byte 19: expected the name of a file in the same folder, found \"../x\"")]
    [InlineData("""{"weight_map":{"a":""}}""", "weight_map: a at byte 19: expected the name of a file in the same folder, found \"\"")]
    [InlineData("""{"weight_map":{"a":"x"}}""", "weight_map: a at byte 15: expected a file beside the index, found no file x")]
    [InlineData("""{"weight_map":{"z":"model-00002-of-00002.safetensors"}}""", "weight_map: z at byte 15: expected the tensor in model-00002-of-00002.safetensors, found no such tensor there")]
    [InlineData("""{"weight_map":{"b":"model-00002-of-00002.safetensors","b":"x"}}""", "weight_map: b at byte 54: expected every tensor once, found the tensor again")]
    [InlineData("""{"weight_map":""", "at byte 14: expected well-formed JSON, at most 64 values inside of each other, found the end of the file")]
    public void A_wrong_index_is_refused_with_its_place(string index, string message)
    {
        WriteIndex(index);

        var error = Assert.Throws<InvalidFileException>(() => SafetensorsFolder.Open(_folder.Path));
        Assert.EndsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(_folder.File(SafetensorsFolder.IndexName), error.File);
    }

    [Fact]
    public void A_broken_file_is_named()
    {
        File.WriteAllBytes(_folder.File(Second), [1]);

        Assert.Equal(_folder.File(Second), Assert.Throws<InvalidFileException>(() => SafetensorsFolder.Open(_folder.Path)).File);
    }

    private void Write(string name, params (string Name, float Value)[] tensors)
    {
        var writer = new SafetensorsWriter();
        foreach (var (tensor, value) in tensors)
            writer.Add(tensor, StoredType.F32, [1], put => put(BitConverter.GetBytes(value)));
        using var stream = File.Create(_folder.File(name));
        writer.WriteTo(stream);
    }

    private void WriteIndex(string json) => File.WriteAllBytes(_folder.File(SafetensorsFolder.IndexName), Encoding.UTF8.GetBytes(json));
}
