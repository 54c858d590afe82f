using System.Text.Json;
using Attune.Formats.Tests;
using Attune.Nn;
using Attune.Tensors;

namespace Attune.Models.Tests;

/// <summary>A file of Golden: a shrunk model in PyTorch's float64. See golden.py.</summary>
internal sealed class GoldenModel : IWeightSource
{
    private readonly JsonElement _weights;

    public GoldenModel(string name)
    {
        using var stream = typeof(GoldenModel).Assembly.GetManifestResourceStream($"Golden.{name}")!;
        Root = JsonDocument.Parse(stream).RootElement;
        _weights = Root.GetProperty("weights");
        Sequences = [.. Root.GetProperty("sequences").EnumerateArray()];
        Name = name;
        TensorNames = [.. _weights.EnumerateObject().Select(property => property.Name)];
    }

    public JsonElement Root { get; }

    public IReadOnlyList<JsonElement> Sequences { get; }

    public string Name { get; }

    public IReadOnlyCollection<string> TensorNames { get; }

    public T Make<T>()
        where T : SequenceModel => Make<T>(Root.GetProperty("config"));

    /// <summary>The weights under another config; a tied one leaves the head.</summary>
    public T Make<T>(JsonElement config)
        where T : SequenceModel
    {
        var sizes = ReadConfig(config);
        bool isTied = config.TryGetProperty("tie_word_embeddings", out var ties) && ties.GetBoolean();
        return (T)Weights.Load(this, sizes.Create, new WeightMap(Ignores: name => isTied && name == "lm_head.weight"));
    }

    public long[] ShapeOf(string name) => [.. _weights.GetProperty(name).GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];

    public void Read(string name, Tensor target) => target.CopyFrom<float>(Floats(_weights.GetProperty(name).GetProperty("data")));

    public static ModelConfig ReadConfig(JsonElement config)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("config.json");
        File.WriteAllText(path, config.GetRawText());
        return ModelConfigJson.Read(path);
    }

    public static float[] Floats(JsonElement numbers) => [.. Doubles(numbers).Select(number => (float)number)];

    /// <summary>Nested lists, one after the other.</summary>
    public static double[] Doubles(JsonElement numbers) => numbers.ValueKind switch
    {
        JsonValueKind.Array => [.. numbers.EnumerateArray().SelectMany(Doubles)],
        JsonValueKind.Null => [0],
        _ => [numbers.GetDouble()],
    };

    public static int[] Integers(JsonElement numbers) => [.. numbers.EnumerateArray().Select(number => number.GetInt32())];
}
