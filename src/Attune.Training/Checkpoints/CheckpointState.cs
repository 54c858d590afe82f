using System.Text.Json;
using System.Text.Json.Serialization;
using Attune.Formats;

namespace Attune.Training;

/// <summary>What a checkpoint knows beside tensors. Random numbers, the schedule and the place in the data are functions of the step and the recipe.</summary>
public sealed record CheckpointState
{
    /// <summary>Of this format.</summary>
    public const int CurrentVersion = 2;

    /// <summary>Of the format.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>Steps taken.</summary>
    public long Step { get; init; }

    /// <summary>Tokens learned from.</summary>
    public long Tokens { get; init; }

    /// <summary>Time spent training.</summary>
    public double Seconds { get; init; }

    /// <summary>The lowest validation loss so far; null before the first evaluation.</summary>
    public double? BestValidationLoss { get; init; }

    /// <summary>Evaluations since then.</summary>
    public int EvaluationsWithoutBest { get; init; }

    /// <summary>XXH128 of the other files, by name.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>Reads state.json.</summary>
    /// <exception cref="InvalidFileException">It is none.</exception>
    public static CheckpointState Read(string path)
    {
        try
        {
            var state = JsonSerializer.Deserialize(File.ReadAllBytes(path), CheckpointContext.Default.CheckpointState)
                ?? throw new InvalidFileException(path, null, null, "the state of a checkpoint", "null");
            if (state.Version != CurrentVersion)
                throw new InvalidFileException(path, "version", null, $"{CurrentVersion}", $"{state.Version}");
            if (state.Step < 0)
                throw new InvalidFileException(path, "step", null, "at least 0", $"{state.Step}");
            return state.Files is not null && state.Files.Values.All(hash => hash is not null)
                ? state
                : throw new InvalidFileException(path, "files", null, "checksums of the other files", "none");
        }
        catch (JsonException wrong)
        {
            throw new InvalidFileException(path, wrong.Path, wrong.BytePositionInLine, "the state of a checkpoint", wrong.Message, wrong);
        }
    }

    /// <summary>As JSON.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, CheckpointContext.Default.CheckpointState);
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CheckpointState))]
internal sealed partial class CheckpointContext : JsonSerializerContext;
