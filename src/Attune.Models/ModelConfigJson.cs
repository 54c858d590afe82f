using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Attune.Formats;
using Attune.Nn;

namespace Attune.Models;

/// <summary>Reads and writes <c>config.json</c>. Fields that a model does not know are ignored, as those of Hugging Face are many.</summary>
public static class ModelConfigJson
{
    /// <summary>Reads the sizes of a model.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidFileException">Not JSON, an architecture that is not known, a field of another type, or sizes that contradict each other.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static ModelConfig Read(string path)
    {
        byte[] json = File.ReadAllBytes(path);
        try
        {
            if (JsonNode.Parse(json) is not JsonObject root || root["model_type"] is not { } type)
                throw new InvalidFileException(path, "model_type", null, "the name of an architecture", "none");
            ModelConfig config = type.GetValue<string>() switch
            {
                "gpt2" => Read(root, new Gpt2Config(), ModelConfigContext.Default.Gpt2Config),
                "llama" => Read(WithScaling(root), new LlamaConfig(), ModelConfigContext.Default.LlamaConfig),
                "transformer" => Read(root, new TransformerConfig(), ModelConfigContext.Default.TransformerConfig),
                var other => throw new InvalidFileException(path, "model_type", null, "gpt2, llama or transformer", $"'{other}'"),
            };
            string problems = string.Join("; ", config.Problems());
            return problems.Length == 0 ? config : throw new InvalidFileException(path, null, null, "sizes of a model", problems);
        }
        catch (JsonException wrong)
        {
            throw new InvalidFileException(path, wrong.Path, wrong.BytePositionInLine, "a config.json", wrong.Message, wrong);
        }
        catch (InvalidOperationException wrong)
        {
            throw new InvalidFileException(path, "model_type", null, "the name of an architecture", wrong.Message, wrong);
        }
    }

    private static T Read<T>(JsonObject given, T defaults, JsonTypeInfo<T> info) =>
        JsonDefaults.Overlay((JsonObject)JsonSerializer.SerializeToNode(defaults, info)!, given).Deserialize(info)!;

    // The older name of the kind of scaling is «type».
    private static JsonObject WithScaling(JsonObject given)
    {
        if (given["rope_scaling"] is not JsonObject scaling)
            return given;
        if (scaling["rope_type"] is null && scaling["type"] is { } kind)
            scaling["rope_type"] = kind.DeepClone();
        given["rope_scaling"] = JsonDefaults.Overlay((JsonObject)JsonSerializer.SerializeToNode(new RopeScaling(), ModelConfigContext.Default.RopeScaling)!, scaling);
        return given;
    }

    /// <summary>Writes the sizes of a model, indented.</summary>
    public static void Write(ModelConfig config, Stream stream)
    {
        switch (config)
        {
            case Gpt2Config gpt2:
                JsonSerializer.Serialize(stream, gpt2, ModelConfigContext.Default.Gpt2Config);
                break;
            case LlamaConfig llama:
                JsonSerializer.Serialize(stream, llama, ModelConfigContext.Default.LlamaConfig);
                break;
            case TransformerConfig transformer:
                JsonSerializer.Serialize(stream, transformer, ModelConfigContext.Default.TransformerConfig);
                break;
            default:
                throw new ArgumentException($"config.json: expected a known architecture, got {config.ModelType}");
        }
    }
}

[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(Gpt2Config))]
[JsonSerializable(typeof(LlamaConfig))]
[JsonSerializable(typeof(RopeScaling))]
[JsonSerializable(typeof(TransformerConfig))]
internal sealed partial class ModelConfigContext : JsonSerializerContext;
