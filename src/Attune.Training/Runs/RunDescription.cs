using System.Text.Json;
using System.Text.Json.Nodes;
using Attune.Formats;

namespace Attune.Training;

/// <summary><c>training.json</c>: the recipe as it ran and the data it ran on, so that the run can go on and be repeated.</summary>
public static class RunDescription
{
    private const string Texts = "data";
    private const string Pairs = "pairs";
    private const string ValidationPairs = "validation_pairs";

    /// <summary>Writes it.</summary>
    public static void Write(Stream stream, Recipe recipe, DataSource data)
    {
        var description = new JsonObject
        {
            ["attune"] = typeof(RunDescription).Assembly.GetName().Version?.ToString(3),
            [Texts] = Paths(data.Texts),
            [Pairs] = Paths(data.Pairs),
            [ValidationPairs] = Paths(data.ValidationPairs),
            ["recipe"] = JsonNode.Parse(RecipeJson.Write(recipe)),
        };
        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        description.WriteTo(writer);
    }

    /// <summary>Reads it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="changes">Fields of the recipe that win over those of the file.</param>
    /// <exception cref="InvalidFileException">It is none.</exception>
    /// <exception cref="ArgumentException">Fields of the recipe that contradict each other.</exception>
    public static (Recipe Recipe, DataSource Data) Read(string path, params IEnumerable<(string Field, string Value)> changes)
    {
        var description = ObjectOf(path);
        if (description?["recipe"] is not JsonObject recipe || description[Texts] is not JsonArray)
            throw new InvalidFileException(path, null, null, "an object with data and recipe", "none");
        var data = new DataSource { Texts = Of(Texts), Pairs = Of(Pairs), ValidationPairs = Of(ValidationPairs) };
        return (RecipeJson.Parse(path, recipe.ToJsonString(), changes), data);

        string[] Of(string key) => description[key] switch
        {
            null => [],
            JsonArray paths => [.. paths.Select((each, i) => TextOf(path, $"{key}[{i}]", each))],
            var other => throw new InvalidFileException(path, key, null, "a list of paths", other.ToJsonString()),
        };
    }

    private static JsonArray Paths(IEnumerable<string> paths) => [.. paths.Select(path => (JsonNode?)JsonValue.Create(System.IO.Path.GetFullPath(path)))];

    private static JsonObject? ObjectOf(string path)
    {
        try
        {
            var description = JsonNode.Parse(File.ReadAllBytes(path)) as JsonObject;
            // Counting finds fields that are there twice. The parser's own check would need OpenSSL, which a system may lack.
            return description?.Count > 0 ? description : null;
        }
        catch (Exception wrong) when (wrong is JsonException or ArgumentException)
        {
            throw new InvalidFileException(path, null, null, "the description of a run", wrong.Message, wrong);
        }
    }

    private static string TextOf(string path, string key, JsonNode? value) => value?.GetValueKind() is JsonValueKind.String
        ? value.GetValue<string>()
        : throw new InvalidFileException(path, key, null, "the path of a file or folder", value?.ToJsonString() ?? "null");
}
