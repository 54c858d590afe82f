using System.Text.Json;
using System.Text.Json.Serialization;
using Attune.Formats;

namespace Attune.Training;

/// <summary>
/// <c>data/data.json</c> of a run: what its token files were made of and what they are. So a run goes on without reading its texts again, and neither a text nor a
/// token file changes unseen.
/// </summary>
internal sealed record DataRecord
{
    /// <summary>One line that says what the data are.</summary>
    public required string Description { get; init; }

    /// <summary>-ln of the probability of all validation documents under their generator; null where nobody knows.</summary>
    public double? ValidationNats { get; init; }

    /// <summary>The text files; none for the embedded stories.</summary>
    public required IReadOnlyList<SourceFile> Sources { get; init; }

    /// <summary>Checksums of the token files, by name.</summary>
    public required IReadOnlyDictionary<string, string> Tokens { get; init; }

    /// <summary>Reads the record of a run; null where there is none, or none that can be read.</summary>
    public static DataRecord? Find(RunFolder folder)
    {
        if (!File.Exists(folder.DataRecord))
            return null;
        try
        {
            var record = JsonSerializer.Deserialize(File.ReadAllBytes(folder.DataRecord), DataRecordContext.Default.DataRecord);
            bool isWhole = record is { Description: not null, Sources: not null, Tokens: not null } && record.Sources.All(source => source?.Path is not null);
            return isWhole ? record : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes the record of a run, all or nothing.</summary>
    public void Write(RunFolder folder) =>
        AtomicFile.Write(folder.DataRecord, stream => JsonSerializer.Serialize(stream, this, DataRecordContext.Default.DataRecord));

    /// <summary>Whether every token file is there, and what it was.</summary>
    public bool HasTokens(RunFolder folder) =>
        Tokens.Count > 0 && Tokens.All(file => Path.Combine(folder.Data, file.Key) is var path && File.Exists(path) && FileHash.Of(path) == file.Value);

    /// <summary>Texts that were written to since; what is gone is no loss.</summary>
    public IEnumerable<string> ChangedSources() =>
        Sources.Where(source => File.Exists(source.Path) && SourceFile.Of(source.Path) != source).Select(source => source.Path);
}

/// <summary>A text file as it was.</summary>
/// <param name="Path">In full.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Modified">When it was last written to, UTC.</param>
internal sealed record SourceFile(string Path, long Bytes, DateTime Modified)
{
    public static SourceFile Of(string path)
    {
        var file = new FileInfo(path);
        return new SourceFile(file.FullName, file.Length, file.LastWriteTimeUtc);
    }
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DataRecord))]
internal sealed partial class DataRecordContext : JsonSerializerContext;
