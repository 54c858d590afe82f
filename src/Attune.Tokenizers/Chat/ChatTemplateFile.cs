using System.Text.Json;
using Attune.Formats;

namespace Attune.Tokenizers;

/// <summary>Finds the chat template of a model where its publisher put it.</summary>
internal static class ChatTemplateFile
{
    private const string Key = "chat_template";
    private const string GgufKey = "tokenizer.chat_template";

    /// <summary>Reads a template from a file, or from a model's folder; null if that has none.</summary>
    public static ChatTemplate? Load(string path)
    {
        if (Directory.Exists(path))
        {
            string jinja = Path.Combine(path, "chat_template.jinja");
            string config = Path.Combine(path, "tokenizer_config.json");
            return File.Exists(jinja) ? Load(jinja) : File.Exists(config) ? Load(config) : null;
        }

        byte[] start = new byte[4];
        using (var stream = File.OpenRead(path))
        {
            if (stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && GgufVocabulary.Recognises(start))
                return GgufFile.Load(path).Find(GgufKey) is { } value ? Parse(path, GgufKey, value.AsString()) : null;
        }

        return Path.GetExtension(path) == ".json" ? OfConfig(path, File.ReadAllBytes(path)) : Parse(path, null, File.ReadAllText(path));
    }

    /// <summary>A configuration has one template, or several by name of which one is the default.</summary>
    private static ChatTemplate? OfConfig(string path, byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new InvalidFileException(path, null, null, "an object", $"{document.RootElement.ValueKind}");
            if (!document.RootElement.TryGetProperty(Key, out var template) || template.ValueKind == JsonValueKind.Null)
                return null;
            if (template.ValueKind == JsonValueKind.String)
                return Parse(path, Key, template.GetString()!);
            if (template.ValueKind != JsonValueKind.Array)
                throw new InvalidFileException(path, Key, null, "a template or a list of templates", $"{template.ValueKind}");
            foreach (var named in template.EnumerateArray())
            {
                if (Text(named, "name") == "default" && Text(named, "template") is { } text)
                    return Parse(path, Key, text);
            }

            throw new InvalidFileException(path, Key, null, "a template named \"default\"", "none");
        }
        catch (JsonException error)
        {
            throw new InvalidFileException(path, $"line {error.LineNumber + 1}", null, "JSON", error.Message, error);
        }
        catch (InvalidOperationException error)
        {
            // Half of a surrogate pair.
            throw new InvalidFileException(path, Key, null, "text", error.Message, error);
        }
    }

    private static string? Text(JsonElement named, string key) =>
        named.ValueKind == JsonValueKind.Object && named.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static ChatTemplate Parse(string path, string? key, string template)
    {
        try
        {
            return ChatTemplate.Parse(template);
        }
        catch (ChatTemplateException error)
        {
            throw new InvalidFileException(path, key, null, error.Expected ?? "a chat template", error.Message, error);
        }
    }
}
