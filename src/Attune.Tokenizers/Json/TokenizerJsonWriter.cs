using System.Text.Json;

namespace Attune.Tokenizers;

/// <summary>Writes a <c>tokenizer.json</c>: all keys, in the order of Hugging Face's library.</summary>
internal static class TokenizerJsonWriter
{
    public static void Write(TokenizerParts parts, Utf8JsonWriter json)
    {
        parts = AsByteLevel(parts);
        json.WriteStartObject();
        json.WriteString("version", "1.0");
        WriteTruncation(parts.Truncation, json);
        json.WritePropertyName("padding");
        json.WriteRawValue(parts.Padding ?? "null");
        WriteAddedTokens(parts.AddedTokens, json);
        NormalizerWriter.Write("normalizer", parts.Normalizer, json);
        PreTokenizerWriter.Write("pre_tokenizer", parts.PreTokenizer, json);
        PostProcessorWriter.Write("post_processor", parts.PostProcessor, json);
        DecoderWriter.Write("decoder", parts.Decoder, json);
        ModelWriter.Write(parts, json);
        json.WriteEndObject();
        json.Flush();
    }

    // Bytes that are not UTF-8 can only be written in the alphabet of bytes, which the file announces by a byte-level component.
    private static TokenizerParts AsByteLevel(TokenizerParts parts)
    {
        if (parts.Model is not Bpe { Options.Unit: BpeUnit.Bytes } || ByteLevelParts.AreIn(parts))
            return parts;
        var marker = new ByteLevel(addPrefixSpace: false, trimOffsets: false, useRegex: false);
        return parts with
        {
            PreTokenizer = parts.PreTokenizer is null ? marker : new PreTokenizerSequence([parts.PreTokenizer, marker]),
            Decoder = parts.Decoder ?? new ByteLevelDecoder(addPrefixSpace: false, trimOffsets: false, useRegex: false),
        };
    }

    private static void WriteTruncation(Truncation? truncation, Utf8JsonWriter json)
    {
        json.WritePropertyName("truncation");
        if (truncation is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("direction", truncation.Direction.ToString());
        json.WriteNumber("max_length", truncation.MaximumLength);
        json.WriteString("strategy", truncation.Strategy.ToString());
        json.WriteNumber("stride", truncation.Stride);
        json.WriteEndObject();
    }

    private static void WriteAddedTokens(IReadOnlyList<AddedToken> tokens, Utf8JsonWriter json)
    {
        json.WriteStartArray("added_tokens");
        foreach (var token in tokens.OrderBy(token => token.Id))
        {
            json.WriteStartObject();
            json.WriteNumber("id", token.Id);
            json.WriteString("content", token.Content);
            json.WriteBoolean("single_word", token.SingleWord);
            json.WriteBoolean("lstrip", token.LeftStrip);
            json.WriteBoolean("rstrip", token.RightStrip);
            json.WriteBoolean("normalized", token.Normalized);
            json.WriteBoolean("special", token.Special);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
