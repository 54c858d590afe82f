using System.Text.Json;

namespace Attune.Tokenizers.Tests;

/// <summary>What Golden/normalization.py wrote.</summary>
internal static class NormalizationGolden
{
    /// <summary>Rows of strings.</summary>
    public static List<string[]> Rows(string name)
    {
        var rows = Golden.Read<JsonElement>("normalization.json").GetProperty(name);
        return [.. rows.EnumerateArray().Select(row => row.EnumerateArray().Select(s => s.GetString()!).ToArray())];
    }
}
