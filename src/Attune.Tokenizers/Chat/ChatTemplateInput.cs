using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Attune.Tokenizers;

/// <summary>What a chat template is rendered with.</summary>
/// <param name="Messages">The conversation, oldest message first: <c>messages</c>.</param>
public sealed record ChatTemplateInput(IReadOnlyList<ChatMessage> Messages)
{
    /// <summary>Whether the text ends where the assistant's answer begins: <c>add_generation_prompt</c>.</summary>
    public bool AddGenerationPrompt { get; init; }

    /// <summary>The tools on offer, each in the form its template expects (mostly JSON schemas of functions): <c>tools</c>; none when null.</summary>
    public IEnumerable<JsonNode?>? Tools { get; init; }

    /// <summary>Documents to answer from: <c>documents</c>; none when null.</summary>
    public IEnumerable<JsonNode?>? Documents { get; init; }

    /// <summary>The token that begins a text: <c>bos_token</c>; undefined when null.</summary>
    public string? BosToken { get; init; }

    /// <summary>The token that ends a text: <c>eos_token</c>; undefined when null.</summary>
    public string? EosToken { get; init; }

    /// <summary>Any further variables a template reads (<c>enable_thinking</c>, <c>pad_token</c>). They win over those above.</summary>
    public IReadOnlyDictionary<string, JsonNode?> Variables { get; init; } = ImmutableDictionary<string, JsonNode?>.Empty;

    /// <summary>The time <c>strftime_now</c> writes; the clock's local time when null.</summary>
    public DateTime? Now { get; init; }
}
