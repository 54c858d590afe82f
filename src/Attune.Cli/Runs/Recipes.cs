using Attune.Formats;
using Attune.Training;

namespace Attune.Cli.Runs;

/// <summary>The recipes that are embedded in the command, and those in files.</summary>
internal static class Recipes
{
    private const string Prefix = "recipes/";

    /// <summary>Names of the embedded ones.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(Recipes).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => Path.GetFileNameWithoutExtension(name[Prefix.Length..]))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>An embedded recipe by its name, or one from a .json file, with some fields changed.</summary>
    /// <exception cref="InvalidFileException">No such recipe, or a field that is wrong.</exception>
    public static Recipe Find(string name, IEnumerable<(string Field, string Value)> changes)
    {
        bool isFile = name.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
        if (isFile && !File.Exists(name))
            throw new InvalidFileException("--recipe", null, null, "a file", $"no {name}");
        if (isFile)
            return RecipeJson.Parse(name, File.ReadAllText(name), changes);
        using var stream = typeof(Recipes).Assembly.GetManifestResourceStream($"{Prefix}{name}.json");
        if (stream is null)
            throw new InvalidFileException("--recipe", null, null, $"one of {string.Join(", ", Names)} or a .json file", $"'{name}'{Choice.Suggestion(name, Names)}");
        using var reader = new StreamReader(stream);
        return RecipeJson.Parse(name, reader.ReadToEnd(), changes);
    }
}
