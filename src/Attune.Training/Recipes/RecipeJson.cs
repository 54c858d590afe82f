using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Attune.Formats;
using Attune.Tokenizers;

namespace Attune.Training;

/// <summary>Recipes as JSON: every field may be left out, none may be unknown.</summary>
public static class RecipeJson
{
    /// <summary>All fields, in order: their names in JSON and their types.</summary>
    public static IReadOnlyList<(string Name, Type Type)> Fields { get; } =
        [.. Info.Properties.Where(property => property.Set is not null).Select(property => (property.Name, property.PropertyType))];

    private static JsonTypeInfo<Recipe> Info => RecipeContext.Default.Recipe;

    /// <summary>Reads a recipe and changes some of its fields.</summary>
    /// <param name="name">What errors call it: its file.</param>
    /// <param name="json">The JSON.</param>
    /// <param name="changes">Fields that win over those of the JSON, their values as a person types them.</param>
    /// <exception cref="InvalidFileException">Not JSON, an unknown field, a value of another type.</exception>
    /// <exception cref="ArgumentException">Fields that contradict each other; all of them are listed.</exception>
    public static Recipe Parse(string name, string json, IEnumerable<(string Field, string Value)>? changes = null)
    {
        JsonObject fields;
        try
        {
            fields = JsonNode.Parse(json) as JsonObject ?? throw new InvalidFileException(name, null, null, "an object", "something else");
        }
        catch (JsonException wrong)
        {
            throw new InvalidFileException(name, null, wrong.BytePositionInLine, "JSON", wrong.Message, wrong);
        }

        foreach (var (field, value) in changes ?? [])
            fields[field] = Typed(name, field, value);
        foreach (var (field, _) in fields)
        {
            if (!Fields.Any(known => known.Name == field))
                throw new InvalidFileException(name, field, null, "a field of recipes", NearestName.Describe("field", field, Fields.Select(known => known.Name)));
        }

        Recipe recipe;
        try
        {
            recipe = JsonDefaults.Overlay((JsonObject)JsonSerializer.SerializeToNode(new Recipe(), Info)!, fields).Deserialize(Info)!;
        }
        catch (JsonException wrong)
        {
            string field = wrong.Path?.TrimStart('$', '.') ?? "";
            throw new InvalidFileException(name, field, null, $"a value for {field}", fields[field]?.ToJsonString() ?? "null", wrong);
        }

        string problems = string.Join("; ", recipe.Problems());
        return problems.Length == 0 ? recipe : throw new ArgumentException($"{name}: {problems}");
    }

    /// <summary>Writes all fields, indented.</summary>
    public static string Write(Recipe recipe) => JsonSerializer.Serialize(recipe, Info);

    private static JsonNode Typed(string name, string field, string value)
    {
        var type = Fields.FirstOrDefault(known => known.Name == field).Type;
        if (type is null || type == typeof(string))
            return JsonValue.Create(value);
        try
        {
            return JsonNode.Parse(value)!;
        }
        catch (JsonException wrong)
        {
            throw new InvalidFileException(name, field, null, type == typeof(bool) ? "true or false" : "a number", $"'{value}'", wrong);
        }
    }
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Recipe))]
internal sealed partial class RecipeContext : JsonSerializerContext;
