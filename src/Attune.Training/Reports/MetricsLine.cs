using System.Text.Json;
using Attune.Formats;

namespace Attune.Training;

/// <summary>
/// One entry as one line of JSON. JSON has no numbers that are not finite: those are the strings "NaN", "Infinity" and "-Infinity".
/// A value that was not measured is null. Fields of other names are skipped, so that older versions read what newer ones add.
/// </summary>
internal static class MetricsLine
{
    public static void Write(Utf8JsonWriter json, TrainingMetrics entry)
    {
        json.WriteStartObject();
        json.WriteNumber("step"u8, entry.Step);
        json.WriteNumber("tokens"u8, entry.Tokens);
        WriteNumber(json, "loss"u8, entry.Loss);
        WriteNumber(json, "val_loss"u8, entry.ValidationLoss);
        WriteNumber(json, "lr"u8, entry.LearningRate);
        WriteNumber(json, "grad_norm"u8, entry.GradientNorm);
        WriteNumber(json, "tokens_per_second"u8, entry.TokensPerSecond);
        WriteNumber(json, "of_peak"u8, entry.FractionOfPeak);
        json.WriteNumber("memory_bytes"u8, entry.MemoryBytes);
        WriteNumber(json, "seconds"u8, entry.Seconds);
        json.WriteEndObject();
    }

    /// <exception cref="InvalidFileException">The line is not an entry.</exception>
    public static TrainingMetrics Read(ReadOnlySpan<byte> line, string file, long number)
    {
        try
        {
            using var document = Parse(line);
            var fields = new Fields(document.RootElement, file, number);
            return new TrainingMetrics
            {
                Step = fields.Count("step"),
                Tokens = fields.Count("tokens"),
                Loss = fields.Number("loss"),
                ValidationLoss = fields.OptionalNumber("val_loss"),
                LearningRate = fields.Number("lr"),
                GradientNorm = fields.Number("grad_norm"),
                TokensPerSecond = fields.Number("tokens_per_second"),
                FractionOfPeak = fields.OptionalNumber("of_peak"),
                MemoryBytes = fields.Count("memory_bytes"),
                Seconds = fields.Number("seconds"),
            };
        }
        catch (JsonException e)
        {
            throw new InvalidFileException(file, $"line {number}", null, "one JSON object", e.Message, e);
        }
    }

    private static JsonDocument Parse(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        var document = JsonDocument.ParseValue(ref reader);
        if (reader.Read())
            throw new JsonException("more than one value");
        return document;
    }

    private static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> name, double? value)
    {
        if (value is not double number)
            json.WriteNull(name);
        else if (double.IsFinite(number))
            json.WriteNumber(name, number);
        else
            json.WriteString(name, double.IsNaN(number) ? "NaN"u8 : number > 0 ? "Infinity"u8 : "-Infinity"u8);
    }

    /// <summary>The fields of one line, each checked as it is read.</summary>
    private readonly struct Fields
    {
        private readonly JsonElement _line;
        private readonly string _file;
        private readonly long _number;

        public Fields(JsonElement line, string file, long number)
        {
            (_line, _file, _number) = (line, file, number);
            if (line.ValueKind != JsonValueKind.Object)
                throw new InvalidFileException(file, $"line {number}", null, "one JSON object", Named(line.ValueKind));
        }

        public long Count(string name) =>
            Find(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out long count) && count >= 0
                ? count
                : throw Wrong(name, "a whole number, at least 0");

        public double Number(string name) => OptionalNumber(name) ?? throw Wrong(name, "a number");

        public double? OptionalNumber(string name) => Find(name) switch
        {
            null or { ValueKind: JsonValueKind.Null } => null,
            { ValueKind: JsonValueKind.Number } value when value.TryGetDouble(out double number) => number,
            { ValueKind: JsonValueKind.String } value when value.ValueEquals("NaN"u8) => double.NaN,
            { ValueKind: JsonValueKind.String } value when value.ValueEquals("Infinity"u8) => double.PositiveInfinity,
            { ValueKind: JsonValueKind.String } value when value.ValueEquals("-Infinity"u8) => double.NegativeInfinity,
            _ => throw Wrong(name, """a number, "NaN", "Infinity" or "-Infinity" """.TrimEnd()),
        };

        private JsonElement? Find(string name) => _line.TryGetProperty(name, out var value) ? value : null;

        private InvalidFileException Wrong(string name, string expected) =>
            new(_file, $"line {_number}: {name}", null, expected, Find(name) is { } value ? Named(value.ValueKind, value) : "nothing");

        private static string Named(JsonValueKind kind, JsonElement value = default) => kind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "an array",
            JsonValueKind.Null => "null",
            JsonValueKind.Number when value.ValueKind == kind => value.GetRawText(),
            JsonValueKind.Number => "a number",
            JsonValueKind.String => "a string",
            _ => "a truth value",
        };
    }
}
