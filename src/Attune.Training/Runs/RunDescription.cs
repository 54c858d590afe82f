using System.Text.Json;
using System.Text.Json.Nodes;
using Attune.Formats;

namespace Attune.Training;

/// <summary><c>training.json</c>: the recipe as it ran and the data it ran on, so that the run can go on and be repeated.</summary>
public static class RunDescription
{
    /// <summary>Writes it.</summary>
    public static void Write(Stream stream, Recipe recipe, IReadOnlyList<string> data)
    {
        var description = new JsonObject
        {
            ["attune"] = typeof(RunDescription).Assembly.GetName().Version?.ToString(3),
            ["data"] = new JsonArray([.. data.Select(path => (JsonNode?)JsonValue.Create(System.IO.Path.GetFullPath(path)))]),
            ["recipe"] = JsonNode.Parse(RecipeJson.Write(recipe)),
        };
        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        description.WriteTo(writer);
    }

    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidFileException">It is none.</exception>
    public static (Recipe Recipe, IReadOnlyList<string> Data) Read(string path)
    {
        try
        {
            var description = JsonNode.Parse(File.ReadAllBytes(path)) as JsonObject;
            if (description?["recipe"] is not JsonObject recipe || description["data"] is not JsonArray data || data.Contains(null))
                throw new InvalidFileException(path, null, null, "an object with data, a list of paths, and a recipe", "none");
            return (RecipeJson.Parse(path, recipe.ToJsonString()), [.. data.Select(each => each!.GetValue<string>())]);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            throw new InvalidFileException(path, null, null, "the description of a run", wrong.Message, wrong);
        }
    }
}
