using System.Text.Json;

namespace Attune.Tokenizers;

/// <summary>Writes a <c>tokenizer.json</c>: all keys, in the order of Hugging Face's library.</summary>
internal static class TokenizerJsonWriter
{
    public static void Write(Tokenizer tokenizer, Utf8JsonWriter json)
    {
        var (preTokenizer, decoder) = (tokenizer.PreTokenizer, tokenizer.Decoder);
        bool byteLevel = ByteLevelParts.AreIn(tokenizer.Normalizer, preTokenizer, decoder);
        if (!byteLevel && tokenizer.WorksOnBytes)
        {
            // Bytes that are not UTF-8 can only be written in the alphabet of bytes, which the file announces by a byte-level component.
            var marker = new ByteLevel(addPrefixSpace: false, trimOffsets: false, useRegex: false);
            preTokenizer = preTokenizer is null ? marker : new PreTokenizerSequence([preTokenizer, marker]);
            decoder ??= new ByteLevelDecoder(addPrefixSpace: false, trimOffsets: false, useRegex: false);
            byteLevel = true;
        }

        json.WriteStartObject();
        json.WriteString("version", "1.0");
        WriteTruncation(tokenizer.Truncation, json);
        json.WritePropertyName("padding");
        json.WriteRawValue(tokenizer.Padding ?? "null");
        WriteAddedTokens(tokenizer.AddedTokens, json);
        NormalizerWriter.Write("normalizer", tokenizer.Normalizer, json);
        PreTokenizerWriter.Write("pre_tokenizer", preTokenizer, json);
        PostProcessorWriter.Write("post_processor", tokenizer.PostProcessor, json);
        DecoderWriter.Write("decoder", decoder, json);
        ModelWriter.Write(tokenizer, byteLevel, json);
        json.WriteEndObject();
        json.Flush();
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
