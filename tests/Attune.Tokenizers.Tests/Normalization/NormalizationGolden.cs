using System.Text.Json;

namespace Attune.Tokenizers.Tests;

/// <summary>What Golden/normalization.py wrote.</summary>
internal static class NormalizationGolden
{
    /// <summary>Rows of strings.</summary>
    public static List<string[]> Rows(string name)
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "Attune.Tokenizers.Tests.csproj")))
            directory = directory.Parent;
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(directory.FullName, "Golden", "normalization.json")));
        return [.. document.RootElement.GetProperty(name).EnumerateArray().Select(row => row.EnumerateArray().Select(s => s.GetString()!).ToArray())];
    }
}
