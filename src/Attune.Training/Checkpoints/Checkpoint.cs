using System.Globalization;
using System.Text.Json.Nodes;
using Attune.Formats;
using Attune.Models;

namespace Attune.Training;

/// <summary>
/// All of a training run at one step, as a folder that is there whole or not at all: <c>config.json</c> and <c>model.safetensors</c>, which any loader of
/// models reads, <c>optimizer.safetensors</c>, and <c>state.json</c> with the checksums of the others.
/// </summary>
public static class Checkpoint
{
    private const string Prefix = "step-";
    private const string DamagedPrefix = "damaged-";
    private const string OptimizerFile = "optimizer.safetensors";
    private const string StateFile = "state.json";
    private static readonly string[] s_files = ["config.json", SafetensorsFolder.FileName, OptimizerFile];

    /// <summary>Writes a checkpoint, then removes older ones beyond the newest <paramref name="keep"/>.</summary>
    /// <param name="folder">Where checkpoints are.</param>
    /// <param name="trainer">Model and optimizer.</param>
    /// <param name="state">What else to know; checksums are added.</param>
    /// <param name="keep">At least 1.</param>
    /// <returns>Its path.</returns>
    /// <exception cref="IOException">The disk is full, and so on; the checkpoints that were there still are.</exception>
    public static string Save(string folder, Trainer trainer, CheckpointState state, int keep)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, Prefix + state.Step.ToString("d8", CultureInfo.InvariantCulture));
        if (Directory.Exists(path))
            return path;
        AtomicFolder.RemoveLeftovers(folder);
        AtomicFolder.Write(path, inside =>
        {
            ModelFolder.Save(trainer.Model, inside);
            NamedTensors.Write(Path.Combine(inside, OptimizerFile), trainer.Optimizer.State);
            var files = Directory.EnumerateFiles(inside).Order(StringComparer.Ordinal).ToDictionary(file => Path.GetFileName(file), FileHash.Of);
            File.WriteAllBytes(Path.Combine(inside, StateFile), (state with { Files = files }).ToJson());
        });
        foreach (string old in All(folder).SkipLast(keep))
            Directory.Delete(old, recursive: true);
        return path;
    }

    /// <summary>The checkpoints of a folder, oldest first.</summary>
    public static IReadOnlyList<string> All(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateDirectories(folder, Prefix + "*").Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Reads what a checkpoint knows, and sees that none of its files has changed since it was written.</summary>
    /// <exception cref="InvalidFileException">A file is missing, truncated or changed.</exception>
    public static CheckpointState ReadState(string path)
    {
        string file = Path.Combine(path, StateFile);
        if (!File.Exists(file))
            throw new InvalidFileException(path, null, null, $"a checkpoint with {StateFile}", "none");
        var state = CheckpointState.Read(file);
        if (s_files.Except(state.Files.Keys).FirstOrDefault() is { } unknown)
            throw new InvalidFileException(file, $"files.{unknown}", null, "its checksum", "none");
        foreach (var (name, hash) in state.Files)
        {
            string other = Path.Combine(path, name);
            if (!File.Exists(other))
                throw new InvalidFileException(other, null, null, "a file of the checkpoint", "none");
            string found = FileHash.Of(other);
            if (found != hash)
            {
                throw new InvalidFileException(
                    other, null, null, $"the file that was saved (XXH128 {FileHash.Short(hash)})", $"a truncated or changed one ({FileHash.Short(found)})");
            }
        }

        return state;
    }

    /// <summary>Takes a damaged checkpoint from among the others: it is not gone on from, counted or averaged.</summary>
    /// <returns>Where it is now.</returns>
    internal static string SetAside(string path)
    {
        string aside = Path.Combine(Path.GetDirectoryName(path)!, DamagedPrefix + Path.GetFileName(path));
        if (Directory.Exists(aside))
            Directory.Delete(aside, recursive: true);
        Directory.Move(path, aside);
        return aside;
    }

    /// <summary>Loads the model of a checkpoint, which must be the one that a run trains.</summary>
    /// <exception cref="InvalidFileException">It is another, or its files are not what they should be.</exception>
    public static SequenceModel LoadModel(string path, ModelConfig expected)
    {
        var model = ModelFolder.Load(path);
        var (one, other) = (Fields(expected), Fields(model.Config));
        foreach (var (name, value) in one)
        {
            if (!JsonNode.DeepEquals(value, other[name]))
                throw new InvalidFileException(Path.Combine(path, "config.json"), name, null, $"{Shown(value)}, as in the run's recipe", Shown(other[name]));
        }

        return model;
    }

    /// <summary>Brings the optimizer of a trainer, whose model is that of the checkpoint, to where it was.</summary>
    /// <exception cref="InvalidFileException">It is the state of another optimizer or model.</exception>
    public static void RestoreOptimizer(string path, Trainer trainer, CheckpointState state)
    {
        NamedTensors.Read(Path.Combine(path, OptimizerFile), trainer.Optimizer.State);
        trainer.Optimizer.Restore(state.Step);
    }

    private static JsonObject Fields(ModelConfig config)
    {
        using var json = new MemoryStream();
        ModelConfigJson.Write(config, json);
        return (JsonObject)JsonNode.Parse(json.ToArray())!;
    }

    private static string Shown(JsonNode? value) => value?.ToJsonString() ?? "null";
}
