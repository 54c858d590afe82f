using System.Text.Json.Nodes;

namespace Attune.Tokenizers;

/// <summary>
/// One message of a conversation: a role, a text, and whatever else templates read (<c>tool_calls</c>, <c>name</c>,
/// <c>reasoning_content</c>, content in parts). Immutable and thread-safe: nodes are copied when they are given.
/// </summary>
public sealed class ChatMessage
{
    /// <summary>Makes a message.</summary>
    /// <param name="role">Who speaks: <c>system</c>, <c>user</c>, <c>assistant</c>, <c>tool</c>.</param>
    /// <param name="content">The text; null becomes <c>none</c> in the template, as in a message of which the content is JSON's null.</param>
    public ChatMessage(string role, string? content)
        : this(new JsonObject { ["role"] = role, ["content"] = content })
    {
    }

    /// <summary>Makes a message of a JSON object, every field as it stands: a field that is missing is undefined in the template.</summary>
    /// <exception cref="ArgumentException">There is no text under <c>role</c>, or a value that templates cannot hold (see <see cref="ChatTemplate"/>).</exception>
    public ChatMessage(JsonObject fields)
        : this((TemplateMap)TemplateInputs.Convert(fields, nameof(fields)))
    {
    }

    private ChatMessage(TemplateMap fields)
    {
        Fields = fields;
        Role = fields.Find("role") as string ?? throw new ArgumentException("a message needs a text under 'role'", nameof(fields));
        Content = fields.Find("content") as string;
    }

    /// <summary>Who speaks.</summary>
    public string Role { get; }

    /// <summary>The text; null where there is none, or where the content is in parts.</summary>
    public string? Content { get; }

    internal TemplateMap Fields { get; }

    /// <summary>The same message with one field more, or with another value in it.</summary>
    /// <exception cref="ArgumentException"><paramref name="value"/> holds what templates cannot (see <see cref="ChatTemplate"/>).</exception>
    public ChatMessage With(string name, JsonNode? value) => new(Fields.With(name, TemplateInputs.Convert(value, nameof(value))));
}
