using System.Text.Json;

namespace Attune.Training.Tests;

/// <summary>What sacreBLEU says: Golden/translation_metrics.py.</summary>
internal static class GoldenMetrics
{
    private static readonly JsonElement s_golden = Read();

    public static TheoryData<string> CaseNames => [.. Cases.EnumerateObject().Select(one => one.Name)];

    public static IEnumerable<JsonElement> Tokenization => s_golden.GetProperty("tokenization").EnumerateArray();

    public static JsonElement Captions => s_golden.GetProperty("multi30k");

    private static JsonElement Cases => s_golden.GetProperty("cases");

    public static JsonElement Case(string name) => Cases.GetProperty(name);

    public static string[] Sentences(JsonElement list) => [.. list.EnumerateArray().Select(one => one.GetString()!)];

    public static string[][] Sets(JsonElement list) => [.. list.EnumerateArray().Select(Sentences)];

    /// <summary>Checks a score and its line against sacreBLEU's, which has no version.</summary>
    public static void AssertSame(JsonElement expected, double score, string line)
    {
        int version = line.IndexOf("|version:attune-", StringComparison.Ordinal);
        Assert.Equal(expected.GetProperty("line").GetString(), line[..version] + line[line.IndexOf(' ', version)..]);
        AssertSame(expected.GetProperty("score").GetDouble(), score);
    }

    // Some tens of roundings of f64 in numbers up to 100.
    public static void AssertSame(double expected, double score) => Assert.Equal(expected, score, 1e-11);

    private static JsonElement Read()
    {
        using var stream = typeof(GoldenMetrics).Assembly.GetManifestResourceStream("Golden.translation_metrics.json")!;
        return JsonDocument.Parse(stream).RootElement;
    }
}
