using System.Diagnostics;
using System.Text.Json;

namespace Attune.Tokenizers;

/// <summary>Writes the decoder of a <c>tokenizer.json</c>.</summary>
internal static class DecoderWriter
{
    public static void Write(string key, Decoder? decoder, Utf8JsonWriter json)
    {
        json.WritePropertyName(key);
        if (decoder is null)
            json.WriteNullValue();
        else
            Write(decoder, json);
    }

    private static void Write(Decoder decoder, Utf8JsonWriter json)
    {
        switch (decoder)
        {
            case BpeDecoder bpe:
                ComponentWriter.Begin(json, "BPEDecoder");
                json.WriteString("suffix", bpe.Suffix);
                json.WriteEndObject();
                break;
            case ByteFallback:
                ComponentWriter.Plain(json, "ByteFallback");
                break;
            case ByteLevelDecoder byteLevel:
                ComponentWriter.ByteLevel(json, byteLevel.AddPrefixSpace, byteLevel.TrimOffsets, byteLevel.UseRegex);
                break;
            case CtcDecoder ctc:
                ComponentWriter.Begin(json, "CTC");
                json.WriteString("pad_token", ctc.PadToken);
                json.WriteString("word_delimiter_token", ctc.WordDelimiterToken);
                json.WriteBoolean("cleanup", ctc.Cleanup);
                json.WriteEndObject();
                break;
            case Fuse:
                ComponentWriter.Plain(json, "Fuse");
                break;
            case MetaspaceDecoder metaspace:
                ComponentWriter.Metaspace(json, metaspace.Replacement, metaspace.PrependScheme, metaspace.Split);
                break;
            case ReplaceDecoder replace:
                ComponentWriter.Begin(json, "Replace");
                ComponentWriter.Pattern(json, replace.Pattern, replace.IsRegex);
                json.WriteString("content", replace.Content);
                json.WriteEndObject();
                break;
            case DecoderSequence sequence:
                ComponentWriter.Sequence(json, "decoders", sequence.Decoders, Write);
                break;
            case StripDecoder strip:
                ComponentWriter.Begin(json, "Strip");
                json.WriteString("content", strip.Content.ToString());
                json.WriteNumber("start", strip.Start);
                json.WriteNumber("stop", strip.Stop);
                json.WriteEndObject();
                break;
            case WordPieceDecoder wordPiece:
                ComponentWriter.Begin(json, "WordPiece");
                json.WriteString("prefix", wordPiece.Prefix);
                json.WriteBoolean("cleanup", wordPiece.Cleanup);
                json.WriteEndObject();
                break;
            default:
                throw new UnreachableException(decoder.GetType().Name);
        }
    }
}
