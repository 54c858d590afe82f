using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Attune.Tokenizers;

/// <summary>From what callers give to the values templates work on.</summary>
internal static class TemplateInputs
{
    /// <summary>The variables a template starts with, by name.</summary>
    public static Dictionary<string, object> Variables(ChatTemplateInput input)
    {
        ArgumentNullException.ThrowIfNull(input.Messages, nameof(input));
        if (input.Messages.Any(message => message is null))
            throw new ArgumentException("messages: expected messages, found null", nameof(input));
        var variables = new Dictionary<string, object>
        {
            ["messages"] = Guard(nameof(input.Messages), () => new TemplateList([.. input.Messages.Select(message => message.Fields)])),
            ["add_generation_prompt"] = input.AddGenerationPrompt,
            ["tools"] = ConvertAll(input.Tools, nameof(input.Tools)),
            ["documents"] = ConvertAll(input.Documents, nameof(input.Documents)),
        };
        if (input.BosToken is not null)
            variables["bos_token"] = input.BosToken;
        if (input.EosToken is not null)
            variables["eos_token"] = input.EosToken;
        foreach (var (name, value) in input.Variables)
            variables[name] = Convert(value, name);
        return variables;
    }

    /// <summary>A node as a value.</summary>
    /// <param name="node">The node; null is JSON's null.</param>
    /// <param name="name">What to call it in an error.</param>
    public static object Convert(JsonNode? node, string name) => Guard(name, () => Convert(node, 0));

    private static object ConvertAll(IEnumerable<JsonNode?>? nodes, string name)
        => nodes is null ? TemplateNone.Value : Guard(name, () => new TemplateList([.. nodes.Select(node => Convert(node, 1))]));

    private static T Guard<T>(string name, Func<T> convert)
    {
        try
        {
            return convert();
        }
        catch (TemplateFault fault)
        {
            throw new ArgumentException($"expected {fault.Expected}, found {fault.Found}", name);
        }
        catch (InvalidOperationException error)
        {
            // How System.Text.Json refuses a text that is not Unicode.
            throw new ArgumentException("expected texts of valid Unicode: " + error.Message, name, error);
        }
    }

    private static object Convert(JsonNode? node, int depth)
    {
        if (depth > ChatTemplate.MaxNesting)
            throw TemplateList.TooDeep();
        return node switch
        {
            null => TemplateNone.Value,
            JsonObject map => Map(map, depth),
            JsonArray array => new TemplateList([.. array.Select(item => Convert(item, depth + 1))]),
            _ => node.GetValueKind() switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                JsonValueKind.Number => Number(node.AsValue()),
                JsonValueKind.String => node.AsValue().TryGetValue(out string? text) ? text : node.ToString(),
                var kind => throw new TemplateFault("a JSON value", kind.ToString()),
            },
        };
    }

    private static TemplateMap Map(JsonObject map, int depth)
    {
        var values = TemplateMap.NewValues();
        foreach (var (key, value) in map)
            values[key] = Convert(value, depth + 1);
        return new TemplateMap(values);
    }

    private static object Number(JsonValue node)
    {
        // A number given as a double is one even where its text looks like an integer.
        if (!node.TryGetValue(out JsonElement _) && node.TryGetValue(out double real))
            return real;
        string text = node.ToJsonString();
        if (text.AsSpan().ContainsAny('.', 'e', 'E'))
            return double.Parse(text, CultureInfo.InvariantCulture);
        return Int128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new TemplateFault("integers of 128 bits", text.Length > 50 ? $"one of {text.Length} digits" : text);
    }
}
