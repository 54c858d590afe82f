using System.Text.Json.Nodes;
using Attune.Formats;
using Attune.Formats.Tests;
using Attune.Nn;

namespace Attune.Models.Tests;

/// <summary>Large published models are several files and an index.</summary>
public sealed class ModelFolderShardsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LanguageModel _model = new LlamaConfig { VocabularySize = 7, Channels = 8, Inner = 6, Layers = 2, Heads = 2, Positions = 4 }.Create(Weights.Fresh(9));

    public ModelFolderShardsTests()
    {
        ModelFolder.Save(_model, _folder.Path);
        string whole = _folder.File(SafetensorsFolder.FileName);
        using (var file = SafetensorsFile.Open(whole))
        {
            var map = new JsonObject();
            foreach (var (number, tensors) in file.Tensors.Values.Chunk(7).Index())
            {
                var writer = new SafetensorsWriter();
                foreach (var tensor in tensors)
                {
                    writer.Add(tensor.Name, tensor.Type, [.. tensor.Shape], write => write(tensor.Bytes(0, (int)tensor.ByteLength)));
                    map[tensor.Name] = Shard(number);
                }

                using var stream = File.Create(_folder.File(Shard(number)));
                writer.WriteTo(stream);
            }

            WriteIndex(map);
        }

        File.Delete(whole);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_model_of_several_files_loads_bit_by_bit()
    {
        Assert.True(File.Exists(_folder.File(Shard(2))));

        var again = ModelFolder.Load(_folder.Path);

        Assert.Equal(
            _model.Parameters.Select(p => (p.Name, string.Join(' ', p.Value.ToArray<float>()))),
            again.Parameters.Select(p => (p.Name, string.Join(' ', p.Value.ToArray<float>()))));
    }

    [Fact]
    public void A_file_that_is_missing_is_named()
    {
        File.Delete(_folder.File(Shard(1)));

        AssertFails($"{SafetensorsFolder.IndexName}: weight_map: ", $"expected a file beside the index, found no file {Shard(1)}");
    }

    [Fact]
    public void A_tensor_that_lies_elsewhere_than_the_index_says_is_named()
    {
        var map = Map();
        map["model.norm.weight"] = Shard(0);
        WriteIndex(map);

        AssertFails("weight_map: model.norm.weight", $"expected the tensor in {Shard(0)}, found no such tensor there");
    }

    [Fact]
    public void Tensors_that_the_index_leaves_out_or_that_the_model_lacks_are_listed()
    {
        var map = Map();
        map.Remove("model.norm.weight");
        var writer = new SafetensorsWriter();
        writer.Add("stranger", StoredType.F32, [1], write => write(new byte[4]));
        using (var stream = File.Create(_folder.File("more.safetensors")))
            writer.WriteTo(stream);
        map["stranger"] = "more.safetensors";
        WriteIndex(map);

        AssertFails(_folder.Path, "model.norm.weight [8] is missing", "stranger is not a tensor of this model");
    }

    private static string Shard(int number) => $"model-{number + 1:00000}-of-00003.safetensors";

    private JsonObject Map() => JsonNode.Parse(File.ReadAllText(_folder.File(SafetensorsFolder.IndexName)))!["weight_map"]!.DeepClone().AsObject();

    private void WriteIndex(JsonObject map) => File.WriteAllText(
        _folder.File(SafetensorsFolder.IndexName), new JsonObject { ["metadata"] = new JsonObject { ["total_size"] = 1 }, ["weight_map"] = map }.ToJsonString());

    private void AssertFails(params string[] parts)
    {
        string message = Assert.Throws<InvalidFileException>(() => ModelFolder.Load(_folder.Path)).Message;
        foreach (string part in parts)
            Assert.Contains(part, message, StringComparison.Ordinal);
    }
}
