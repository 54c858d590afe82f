using System.Text.Json.Nodes;

namespace Attune.Formats;

/// <summary>
/// Fields that a file leaves out. Generated readers of immutable records set every property, those that the file lacks to nothing; so the file is laid over the defaults first.
/// </summary>
public static class JsonDefaults
{
    /// <summary>Overwrites fields with those of another object; null counts as left out where a default is there.</summary>
    /// <param name="defaults">Changed.</param>
    /// <param name="given">Of the file.</param>
    /// <returns><paramref name="defaults"/>.</returns>
    public static JsonObject Overlay(JsonObject defaults, JsonObject given)
    {
        ArgumentNullException.ThrowIfNull(defaults);
        ArgumentNullException.ThrowIfNull(given);
        foreach (var (name, value) in given)
        {
            if (value is not null)
                defaults[name] = value.DeepClone();
        }

        return defaults;
    }
}
