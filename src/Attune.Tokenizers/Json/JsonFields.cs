using System.Text.Json;
using Attune.Formats;

namespace Attune.Tokenizers;

/// <summary>
/// The fields of one JSON object as ranges of bytes, so that large ones can be read as a stream and small ones as a <see cref="JsonPart"/>.
/// </summary>
internal sealed class JsonFields
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _fields = [];
    private readonly string _file;
    private readonly string _path;

    /// <summary>Takes an object apart. The bytes have gone through <see cref="JsonSyntax.Check"/>.</summary>
    /// <param name="path">Its key; empty for the whole file.</param>
    /// <exception cref="InvalidFileException">It is no object, or a key stands in it twice.</exception>
    public JsonFields(string file, string path, ReadOnlyMemory<byte> json)
    {
        _file = file;
        _path = path;
        var reader = new Utf8JsonReader(json.Span, JsonSyntax.Options);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new InvalidFileException(file, path.Length == 0 ? null : path, null, "an object", JsonPart.Describe(ref reader));
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (!_fields.TryAdd(name, json[start..(int)reader.BytesConsumed]))
                throw new InvalidFileException(file, PathOf(name), null, "each key once", "the same key again");
        }
    }

    public string PathOf(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    public bool Has(string name) => _fields.ContainsKey(name);

    /// <summary>The bytes of a field, <c>null</c> if it is missing.</summary>
    public ReadOnlyMemory<byte> Bytes(string name) => _fields.GetValueOrDefault(name, "null"u8.ToArray());

    /// <summary>The bytes of a field that has to be there.</summary>
    public ReadOnlyMemory<byte> Required(string name, string expected) =>
        _fields.TryGetValue(name, out var json) ? json : throw new InvalidFileException(_file, PathOf(name), null, expected, "no such key");

    /// <summary>A field as a value; null if it is missing or <c>null</c>.</summary>
    public JsonPart? Optional(string name) => _fields.TryGetValue(name, out var json) ? JsonPart.Parse(_file, PathOf(name), json) : null;
}
