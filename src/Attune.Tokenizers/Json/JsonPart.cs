using System.Text;
using System.Text.Json;
using Attune.Formats;

namespace Attune.Tokenizers;

/// <summary>A JSON value that knows where it stands, so that what is wrong with it is said with its key.</summary>
internal readonly struct JsonPart
{
    private const int MaxShown = 40;

    private readonly string _file;
    private readonly JsonElement _element;

    private JsonPart(string file, string path, JsonElement element)
    {
        _file = file;
        Path = path;
        _element = element;
    }

    /// <summary>Its key, such as <c>pre_tokenizer.pretokenizers[1].type</c>.</summary>
    public string Path { get; }

    /// <summary>Reads a value, null for <c>null</c>. The bytes have gone through <see cref="JsonSyntax.Check"/>.</summary>
    /// <exception cref="InvalidFileException">A key stands twice in an object.</exception>
    public static JsonPart? Parse(string file, string path, ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span, JsonSyntax.Options);
        var value = new JsonPart(file, path, JsonElement.ParseValue(ref reader));
        value.CheckKeys();
        return value.IsNull ? null : value;
    }

    public bool IsString => _element.ValueKind == JsonValueKind.String;

    private bool IsNull => _element.ValueKind == JsonValueKind.Null;

    /// <summary>The text of the value as it stands in the file.</summary>
    public string RawText => _element.GetRawText();

    /// <summary>A field that has to be there.</summary>
    public JsonPart this[string name]
    {
        get
        {
            ExpectObject();
            return _element.TryGetProperty(name, out var element)
                ? new JsonPart(_file, $"{Path}.{name}", element)
                : throw new InvalidFileException(_file, $"{Path}.{name}", null, "a value", "no such key");
        }
    }

    /// <summary>A field; null if it is missing or <c>null</c>.</summary>
    public JsonPart? Optional(string name)
    {
        ExpectObject();
        return _element.TryGetProperty(name, out var element) && element.ValueKind != JsonValueKind.Null ? new JsonPart(_file, $"{Path}.{name}", element) : null;
    }

    /// <summary>The fields of an object.</summary>
    public IEnumerable<(string Name, JsonPart Value)> Fields()
    {
        ExpectObject();
        foreach (var property in _element.EnumerateObject())
            yield return (property.Name, new JsonPart(_file, $"{Path}[{Quote(property.Name)}]", property.Value));
    }

    /// <summary>The items of an array.</summary>
    public IReadOnlyList<JsonPart> Items(string expected = "an array")
    {
        if (_element.ValueKind != JsonValueKind.Array)
            throw Error(expected);
        var items = new List<JsonPart>(_element.GetArrayLength());
        foreach (var item in _element.EnumerateArray())
            items.Add(new JsonPart(_file, $"{Path}[{items.Count}]", item));
        return items;
    }

    public string String(string expected = "a string") => _element.ValueKind == JsonValueKind.String ? _element.GetString()! : throw Error(expected);

    /// <summary>One of these strings.</summary>
    public T OneOf<T>(params ReadOnlySpan<(string Name, T Value)> names)
    {
        var all = new StringBuilder();
        string? text = _element.ValueKind == JsonValueKind.String ? _element.GetString() : null;
        foreach (var (name, value) in names)
        {
            if (name == text)
                return value;
            all.Append(all.Length == 0 ? "" : ", ").Append(name);
        }

        throw Error($"one of {all}");
    }

    /// <summary>One character, of one or two UTF-16 units.</summary>
    public Rune Character()
    {
        string text = String("a character");
        return Rune.DecodeFromUtf16(text, out var rune, out int length) == System.Buffers.OperationStatus.Done && length == text.Length
            ? rune
            : throw Error("a single character");
    }

    public bool Boolean() => _element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Error("true or false"),
    };

    /// <summary>A whole number from 0.</summary>
    public int Count(int maximum = int.MaxValue) =>
        _element.ValueKind == JsonValueKind.Number && _element.TryGetInt32(out int number) && number >= 0 && number <= maximum
            ? number
            : throw Error($"a whole number from 0 to {maximum}");

    /// <summary>A number in a range, bounds included.</summary>
    public double Number(double minimum, double maximum) =>
        _element.ValueKind == JsonValueKind.Number && _element.TryGetDouble(out double number) && number >= minimum && number <= maximum
            ? number
            : throw Error($"a number from {minimum} to {maximum}");

    /// <summary>This value is not what it should be.</summary>
    public InvalidFileException Error(string expected, Exception? inner = null) => new(_file, Path, null, expected, Describe(_element), inner);

    /// <summary>What is made of this value refuses it; the message is taken over.</summary>
    public InvalidFileException Refused(ArgumentException inner) => Refused(_file, Path, inner);

    /// <inheritdoc cref="Refused(ArgumentException)"/>
    public static InvalidFileException Refused(string file, string? path, ArgumentException inner, long? offset = null)
    {
        // Arguments are refused in the words "expected ..., found ..."; what else is said is what was found.
        string message = inner.ParamName is null ? inner.Message : inner.Message.Replace($" (Parameter '{inner.ParamName}')", "", StringComparison.Ordinal);
        int found = message.IndexOf(", found ", StringComparison.Ordinal);
        return message.StartsWith("expected ", StringComparison.Ordinal) && found > 0
            ? new InvalidFileException(file, path, offset, message["expected ".Length..found], message[(found + ", found ".Length)..], inner)
            : new InvalidFileException(file, path, offset, "valid parts", message, inner);
    }

    /// <summary>What a reader stands before, for messages.</summary>
    public static string Describe(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => Quote(reader.GetString()!),
        JsonTokenType.EndArray or JsonTokenType.EndObject => "nothing more",
        _ => Shorten(Encoding.UTF8.GetString(reader.ValueSpan)),
    };

    /// <summary>A string as messages show it: in quotes, the start of a long one.</summary>
    public static string Quote(ReadOnlySpan<char> text) => $"\"{Shorten(text)}\"";

    private static string Describe(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => Quote(element.GetString()!),
        _ => Shorten(element.GetRawText()),
    };

    private static string Shorten(ReadOnlySpan<char> text) => text.Length <= MaxShown ? text.ToString() : $"{text[..MaxShown]}…";

    private void ExpectObject()
    {
        if (_element.ValueKind != JsonValueKind.Object)
            throw Error("an object");
    }

    private void CheckKeys()
    {
        if (_element.ValueKind == JsonValueKind.Object)
        {
            var names = new HashSet<string>();
            foreach (var (name, value) in Fields())
            {
                if (!names.Add(name))
                    throw new InvalidFileException(_file, value.Path, null, "each key once", "the same key again");
                value.CheckKeys();
            }
        }
        else if (_element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in Items())
                item.CheckKeys();
        }
    }
}
