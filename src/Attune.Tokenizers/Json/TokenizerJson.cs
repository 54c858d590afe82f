using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Attune.Formats;

namespace Attune.Tokenizers;

/// <summary>
/// <c>tokenizer.json</c>, the format of Hugging Face's tokenizers: read as that library reads it, written as it writes it. Keys it does not know are ignored.
/// </summary>
internal static class TokenizerJson
{
    private const string Version = "1.0";

    /// <summary>Reads a file.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="utf8">The file.</param>
    /// <exception cref="InvalidFileException">The file is not of the format; the message names the key or the byte.</exception>
    public static Tokenizer Read(string name, ReadOnlyMemory<byte> utf8)
    {
        JsonSyntax.Check(name, utf8.Span);
        var fields = new JsonFields(name, "", utf8);
        if (fields.Optional("version") is JsonPart version && version.String() != Version)
            throw version.Error($"\"{Version}\"");
        var truncation = fields.Optional("truncation") is JsonPart truncationJson ? ReadTruncation(truncationJson) : null;
        string? padding = fields.Optional("padding") is JsonPart paddingJson ? ReadPadding(paddingJson) : null;
        var normalizer = fields.Optional("normalizer") is JsonPart normalizerJson ? NormalizerReader.Read(normalizerJson) : null;
        var preTokenizer = fields.Optional("pre_tokenizer") is JsonPart preTokenizerJson ? PreTokenizerReader.Read(preTokenizerJson) : null;
        var postProcessor = fields.Optional("post_processor") is JsonPart postProcessorJson ? PostProcessorReader.Read(postProcessorJson) : null;
        var decoder = fields.Optional("decoder") is JsonPart decoderJson ? DecoderReader.Read(decoderJson) : null;
        var index = new AddedTokenIndex();
        var added = AddedTokenReader.Read(fields.Optional("added_tokens"), index);
        var model = ModelReader.Read(name, fields.Required("model", "an object"), ByteLevelParts.AreIn(normalizer, preTokenizer, decoder), index);
        AddedTokenReader.CheckGaps(name, added, model.Vocabulary);
        CheckTemplates(name, postProcessor, index, model.Vocabulary);
        try
        {
            return new Tokenizer(model, normalizer, preTokenizer, postProcessor, decoder, added, truncation) { Padding = padding };
        }
        catch (TokenizationException error)
        {
            // Added tokens are normalized here.
            throw JsonPart.Refused(name, "normalizer", new ArgumentException(error.Message, error));
        }
    }

    /// <summary>Writes a file, indented by two spaces.</summary>
    public static void Write(Tokenizer tokenizer, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, WriterOptions);
        TokenizerJsonWriter.Write(tokenizer, json);
    }

    /// <inheritdoc cref="Write(Tokenizer, Stream)"/>
    public static void Write(Tokenizer tokenizer, IBufferWriter<byte> buffer)
    {
        using var json = new Utf8JsonWriter(buffer, WriterOptions);
        TokenizerJsonWriter.Write(tokenizer, json);
    }

    private static JsonWriterOptions WriterOptions => new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static Truncation ReadTruncation(JsonPart json) => new(
        json["max_length"].Count(),
        json["stride"].Count(),
        json["strategy"].OneOf(("LongestFirst", TruncationStrategy.LongestFirst), ("OnlyFirst", TruncationStrategy.OnlyFirst), ("OnlySecond", TruncationStrategy.OnlySecond)),
        json.Optional("direction")?.OneOf(("Left", TruncationDirection.Left), ("Right", TruncationDirection.Right)) ?? TruncationDirection.Right);

    private static void CheckTemplates(string name, PostProcessor? postProcessor, AddedTokenIndex added, Vocabulary vocabulary)
    {
        if (postProcessor is null)
            return;
        foreach (var part in (ReadOnlySpan<TemplatePart>)[.. postProcessor.Template(pair: false), .. postProcessor.Template(pair: true)])
        {
            if (part.Sequence < 0 && !vocabulary.Contains(part.Id) && !added.Contains(part.Id))
                throw new InvalidFileException(name, "post_processor", null, "ids of the vocabulary or of added tokens", $"{part.Id}");
        }
    }

    // Nothing here pads; what is kept for whoever reads the file next is what that reader would take.
    private static string ReadPadding(JsonPart json)
    {
        var strategy = json["strategy"];
        if (strategy.IsString)
            strategy.OneOf(("BatchLongest", true));
        else
            strategy["Fixed"].Count();
        json["direction"].OneOf(("Left", true), ("Right", true));
        json.Optional("pad_to_multiple_of")?.Count();
        json["pad_id"].Count();
        json["pad_type_id"].Count();
        json["pad_token"].String();
        return json.RawText;
    }
}
