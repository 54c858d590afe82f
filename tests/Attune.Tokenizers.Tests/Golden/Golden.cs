using System.Text.Json;

namespace Attune.Tokenizers.Tests;

/// <summary>Small expected values that the scripts in this folder computed with an independent implementation.</summary>
internal static class Golden
{
    public static T Read<T>(string file)
    {
        string name = $"Golden.{file}";
        using var stream = typeof(Golden).Assembly.GetManifestResourceStream(name) ?? throw new FileNotFoundException($"no golden file {file}");
        return JsonSerializer.Deserialize<T>(stream)!;
    }
}
