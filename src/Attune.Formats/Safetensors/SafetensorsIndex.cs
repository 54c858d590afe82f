using System.Text.Json;

namespace Attune.Formats;

/// <summary>Reads <c>model.safetensors.index.json</c>: which tensor lies in which file beside it.</summary>
internal static class SafetensorsIndex
{
    private const string MapKey = "weight_map";

    /// <summary>The entry of a tensor, as errors name it.</summary>
    public static string Key(string tensor) => $"{MapKey}: {JsonReading.Shown(tensor)}";

    /// <summary>The file of each tensor and where in the index it is named, in the order of the index.</summary>
    public static OrderedDictionary<string, (string File, long At)> Read(FileBytes bytes)
    {
        var json = bytes.All();
        JsonSyntax.Check(bytes.Name, json);
        var reader = new Utf8JsonReader(json, JsonSyntax.Options);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new InvalidFileException(bytes.Name, null, reader.TokenStartIndex, "an object", reader.Describe());
        OrderedDictionary<string, (string, long)>? map = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!reader.ValueTextEquals("weight_map"u8))
            {
                reader.Skip(); // metadata: nothing that is needed
                continue;
            }

            if (map is not null)
                throw new InvalidFileException(bytes.Name, MapKey, reader.TokenStartIndex, "it once", "it again");
            reader.Read();
            map = ReadMap(bytes.Name, ref reader);
        }

        return map ?? throw new InvalidFileException(bytes.Name, MapKey, null, "an object of tensors and their files", "no such key");
    }

    private static OrderedDictionary<string, (string, long)> ReadMap(string file, ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new InvalidFileException(file, MapKey, reader.TokenStartIndex, "an object of tensors and their files", reader.Describe());
        var map = new OrderedDictionary<string, (string, long)>(JsonReading.CountProperties(reader));
        var names = new HashSet<string>();
        string? name = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            long at = reader.TokenStartIndex;
            string tensor = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.String)
                throw new InvalidFileException(file, Key(tensor), reader.TokenStartIndex, "the name of a file", reader.Describe());
            if (name is null || !reader.ValueTextEquals(name))
                name = ReadName(file, tensor, ref reader, names);
            if (!map.TryAdd(tensor, (name, at)))
                throw new InvalidFileException(file, Key(tensor), at, "every tensor once", "the tensor again");
        }

        return map;
    }

    /// <summary>One string a file, not one a tensor. An index may name files beside it and no others.</summary>
    private static string ReadName(string file, string tensor, ref Utf8JsonReader reader, HashSet<string> names)
    {
        string name = reader.GetString()!;
        if (names.TryGetValue(name, out string? known))
            return known;
        if (name is "" or "." or ".." || name.AsSpan().IndexOfAny("/\\:\0") >= 0)
            throw new InvalidFileException(file, Key(tensor), reader.TokenStartIndex, "the name of a file in the same folder", reader.Describe());
        names.Add(name);
        return name;
    }
}
