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
        var map = new OrderedDictionary<string, (string, long)>();
        var names = new HashSet<string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            long at = reader.TokenStartIndex;
            string tensor = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.String)
                throw new InvalidFileException(file, Key(tensor), reader.TokenStartIndex, "the name of a file", reader.Describe());
            string name = reader.GetString()!;
            names.TryGetValue(name, out string? known);
            if (known is null)
                names.Add(known = CheckName(file, tensor, ref reader, name)); // one string a file, not one a tensor
            if (!map.TryAdd(tensor, (known, at)))
                throw new InvalidFileException(file, Key(tensor), at, "every tensor once", "the tensor again");
        }

        return map;
    }

    /// <summary>An index may name files beside it and no others.</summary>
    private static string CheckName(string file, string tensor, ref Utf8JsonReader reader, string name) =>
        name is "" or "." or ".." || name.AsSpan().IndexOfAny("/\\:\0") >= 0
            ? throw new InvalidFileException(file, Key(tensor), reader.TokenStartIndex, "the name of a file in the same folder", reader.Describe())
            : name;
}
