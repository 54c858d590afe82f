using System.Text.Json;

namespace Attune.Tokenizers;

/// <summary>What the writers of normalizers, pre-tokenizers, post-processors and decoders share.</summary>
internal static class ComponentWriter
{
    /// <summary>Begins a component: an object with its type.</summary>
    public static void Begin(Utf8JsonWriter json, string type)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
    }

    /// <summary>A component without options.</summary>
    public static void Plain(Utf8JsonWriter json, string type)
    {
        Begin(json, type);
        json.WriteEndObject();
    }

    /// <summary>A sequence of components, under the key that its kind has for them.</summary>
    public static void Sequence<T>(Utf8JsonWriter json, string key, IReadOnlyList<T> items, Action<T, Utf8JsonWriter> write)
    {
        Begin(json, "Sequence");
        json.WriteStartArray(key);
        foreach (var item in items)
            write(item, json);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void Pattern(Utf8JsonWriter json, string pattern, bool isRegex)
    {
        json.WriteStartObject("pattern");
        json.WriteString(isRegex ? "Regex" : "String", pattern);
        json.WriteEndObject();
    }

    public static void ByteLevel(Utf8JsonWriter json, bool addPrefixSpace, bool trimOffsets, bool useRegex)
    {
        Begin(json, "ByteLevel");
        json.WriteBoolean("add_prefix_space", addPrefixSpace);
        json.WriteBoolean("trim_offsets", trimOffsets);
        json.WriteBoolean("use_regex", useRegex);
        json.WriteEndObject();
    }

    public static void Metaspace(Utf8JsonWriter json, System.Text.Rune replacement, PrependScheme scheme, bool split)
    {
        Begin(json, "Metaspace");
        json.WriteString("replacement", replacement.ToString());
        json.WriteString("prepend_scheme", scheme switch
        {
            PrependScheme.Always => "always",
            PrependScheme.First => "first",
            _ => "never",
        });
        json.WriteBoolean("split", split);
        json.WriteEndObject();
    }
}
