using System.Text;
using System.Text.Json;

namespace Attune.Formats;

/// <summary>What reading JSON needs besides its tokens, after <see cref="JsonSyntax.Check"/>.</summary>
internal static class JsonReading
{
    private const int MaxShown = 60;

    /// <summary>The token that the reader stands on, as an error shows it: long ones cut, on one line.</summary>
    public static string Describe(this ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.EndObject or JsonTokenType.EndArray => "no more",
        JsonTokenType.String or JsonTokenType.PropertyName => $"\"{Shown(reader.GetString()!)}\"",
        _ => Shown(Encoding.UTF8.GetString(reader.ValueSpan[..Math.Min(reader.ValueSpan.Length, MaxShown + 1)])),
    };

    /// <summary>How many properties the object has on whose start the reader stands: what to make room for.</summary>
    public static int CountProperties(Utf8JsonReader reader)
    {
        int count = 0;
        for (; reader.Read() && reader.TokenType == JsonTokenType.PropertyName; count++)
            reader.Skip();
        return count;
    }

    /// <summary>A name from a file, as an error shows it: a long one cut, control characters escaped.</summary>
    public static string Shown(string name)
    {
        var shown = new StringBuilder();
        foreach (char letter in name.AsSpan(0, Math.Min(name.Length, MaxShown)))
            shown.Append(char.IsControl(letter) ? $"\\u{(int)letter:x4}" : letter);
        return name.Length > MaxShown ? shown.Append('…').ToString() : shown.ToString();
    }
}
