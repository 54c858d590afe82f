using System.Text.Json.Nodes;

namespace Attune.Tokenizers.Tests;

/// <summary>Templates with what Jinja2 makes of them, from Golden/chat_templates.json.</summary>
internal static class GoldenTemplates
{
    /// <summary>One rendering; where Jinja2 fails, <paramref name="Expected"/> is null and <paramref name="Error"/> what the template raised, if it did.</summary>
    public sealed record Case(string Template, ChatTemplateInput Input, string? Expected, string Error);

    public static IReadOnlyList<Case> Cases { get; } = Read();

    private static Case[] Read()
    {
        using var stream = typeof(GoldenTemplates).Assembly.GetManifestResourceStream("Golden.chat_templates.json")!;
        return [.. JsonNode.Parse(stream)!["cases"]!.AsArray().Select(one => new Case(
            (string)one!["template"]!, Input(one["input"]!.AsObject()), (string?)one["expected"], (string?)one["error"] ?? ""))];
    }

    private static ChatTemplateInput Input(JsonObject values) => new([.. values["messages"]!.AsArray().Select(m => new ChatMessage(m!.AsObject()))])
    {
        AddGenerationPrompt = (bool?)values["add_generation_prompt"] ?? false,
        Tools = values["tools"]?.AsArray(),
        Documents = values["documents"]?.AsArray(),
        BosToken = (string?)values["bos_token"],
        EosToken = (string?)values["eos_token"],
        Variables = values["big"] is { } big ? new Dictionary<string, JsonNode?> { ["big"] = big } : [],
        Now = new DateTime(2024, 7, 5, 13, 4, 9),
    };
}
