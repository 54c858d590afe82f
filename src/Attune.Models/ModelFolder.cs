using System.Runtime.InteropServices;
using Attune.Formats;
using Attune.Nn;
using Attune.Tensors;

namespace Attune.Models;

/// <summary>Models as files: a folder with config.json and model.safetensors (or the index of several), or llama2.c's .bin.</summary>
public static class ModelFolder
{
    private const string ConfigName = "config.json";

    /// <summary>Makes a model of its files, strictly: what is missing, left over or misshapen is listed.</summary>
    /// <param name="path">The folder, or a .bin of llama2.c.</param>
    /// <exception cref="InvalidFileException">Files that are not what they should be.</exception>
    /// <exception cref="FileNotFoundException">There is no such file or folder.</exception>
    public static SequenceModel Load(string path)
    {
        if (File.Exists(path))
            return LoadLlama2c(path);
        if (!Directory.Exists(path))
            throw new FileNotFoundException($"{path}: expected a model (a folder with {ConfigName}, or llama2.c's .bin), found none", path);
        string config = Path.Combine(path, ConfigName);
        if (!File.Exists(config))
            throw new FileNotFoundException($"{path}: expected a folder with {ConfigName}, found none in it", config);
        var sizes = ModelConfigJson.Read(config);
        using var files = SafetensorsFolder.Open(path);
        string name = files.Files is [var only] ? only.Name : files.Name;
        return Weights.Load(new StoredWeights(name, files.Tensors), sizes.Create, MapOf(sizes, files.Tensors));
    }

    /// <summary>Writes config.json and model.safetensors into a folder, each all or nothing.</summary>
    /// <param name="model">The model.</param>
    /// <param name="folder">There already.</param>
    /// <exception cref="IOException">The disk is full, and so on.</exception>
    public static void Save(SequenceModel model, string folder)
    {
        ArgumentNullException.ThrowIfNull(model);
        AtomicFile.Write(Path.Combine(folder, ConfigName), stream => ModelConfigJson.Write(model.Config, stream));
        var writer = new SafetensorsWriter();
        writer.Metadata["format"] = "pt";
        foreach (var parameter in model.Parameters)
        {
            writer.Add(parameter.Name, StoredType.F32, parameter.StoredShape.ToInt64Array(), write =>
            {
                using var _ = Step.Begin();
                using var pause = Tape.NoGradient();
                var stored = parameter.IsTransposed ? parameter.Value.Transpose().Contiguous() : parameter.Value;
                write(MemoryMarshal.AsBytes<float>(stored.ToArray<float>()));
            });
        }

        AtomicFile.Write(Path.Combine(folder, SafetensorsFolder.FileName), writer.WriteTo);
    }

    private static LanguageModel LoadLlama2c(string path)
    {
        using var file = OpenLlama2c(path);
        var config = new LlamaConfig
        {
            VocabularySize = file.VocabularySize,
            Channels = file.Width,
            Inner = file.HiddenWidth,
            Layers = file.Layers,
            Heads = file.Heads,
            KeyHeads = file.KeyValueHeads,
            Positions = file.ContextLength,
            TiesEmbeddings = file.SharedClassifier,
            HasRotaryNeighbours = true,
        };
        return Weights.Load(new StoredWeights(path, file.Tensors), config.Create);
    }

    // The format has no mark: a file of any other kind is one with absurd sizes.
    private static Llama2cModel OpenLlama2c(string path)
    {
        try
        {
            return Llama2cModel.Open(path);
        }
        catch (InvalidFileException wrong)
        {
            throw new InvalidFileException(path, wrong.Key, wrong.Offset, $"a model of llama2.c ({wrong.Expected})", wrong.Found, wrong);
        }
    }

    // Published files of GPT-2 leave out the first name and carry buffers of masks; those of Llama carry rotary frequencies.
    private static WeightMap? MapOf(ModelConfig config, IReadOnlyDictionary<string, StoredTensor> tensors) => config switch
    {
        Gpt2Config when tensors.ContainsKey("wte.weight") => new WeightMap(
            Rename: name => name.StartsWith("transformer.", StringComparison.Ordinal) ? name["transformer.".Length..] : name, Ignores: IsGpt2Buffer),
        Gpt2Config => new WeightMap(Ignores: IsGpt2Buffer),
        LlamaConfig => new WeightMap(Ignores: name => name.EndsWith(".rotary_emb.inv_freq", StringComparison.Ordinal)),
        _ => null,
    };

    private static bool IsGpt2Buffer(string name) =>
        name.EndsWith(".attn.bias", StringComparison.Ordinal) || name.EndsWith(".attn.masked_bias", StringComparison.Ordinal);
}
