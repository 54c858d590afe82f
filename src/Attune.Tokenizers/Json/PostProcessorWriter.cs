using System.Diagnostics;
using System.Text.Json;

namespace Attune.Tokenizers;

/// <summary>Writes the post-processor of a <c>tokenizer.json</c>.</summary>
internal static class PostProcessorWriter
{
    public static void Write(string key, PostProcessor? processor, Utf8JsonWriter json)
    {
        json.WritePropertyName(key);
        if (processor is null)
            json.WriteNullValue();
        else
            Write(processor, json);
    }

    private static void Write(PostProcessor processor, Utf8JsonWriter json)
    {
        switch (processor)
        {
            case BertProcessing bert:
                ComponentWriter.Begin(json, "BertProcessing");
                WriteToken("sep", bert.Sep, json);
                WriteToken("cls", bert.Cls, json);
                json.WriteEndObject();
                break;
            case ByteLevelProcessor byteLevel:
                ComponentWriter.ByteLevel(json, byteLevel.AddPrefixSpace, byteLevel.TrimOffsets, byteLevel.UseRegex);
                break;
            case PostProcessorSequence sequence:
                ComponentWriter.Sequence(json, "processors", sequence.Processors, Write);
                break;
            case RobertaProcessing roberta:
                ComponentWriter.Begin(json, "RobertaProcessing");
                WriteToken("sep", roberta.Sep, json);
                WriteToken("cls", roberta.Cls, json);
                json.WriteBoolean("trim_offsets", roberta.TrimOffsets);
                json.WriteBoolean("add_prefix_space", roberta.AddPrefixSpace);
                json.WriteEndObject();
                break;
            case TemplateProcessing template:
                ComponentWriter.Begin(json, "TemplateProcessing");
                WriteTemplate("single", template.Single, json);
                WriteTemplate("pair", template.Pair, json);
                WriteSpecialTokens(template.SpecialTokens, json);
                json.WriteEndObject();
                break;
            default:
                throw new UnreachableException(processor.GetType().Name);
        }
    }

    private static void WriteToken(string key, (string Token, int Id) token, Utf8JsonWriter json)
    {
        json.WriteStartArray(key);
        json.WriteStringValue(token.Token);
        json.WriteNumberValue(token.Id);
        json.WriteEndArray();
    }

    private static void WriteTemplate(string key, IReadOnlyList<TemplatePiece> template, Utf8JsonWriter json)
    {
        json.WriteStartArray(key);
        foreach (var piece in template)
        {
            json.WriteStartObject();
            json.WriteStartObject(piece.SpecialToken is null ? "Sequence" : "SpecialToken");
            json.WriteString("id", piece.SpecialToken ?? (piece.Sequence == 0 ? "A" : "B"));
            json.WriteNumber("type_id", piece.TypeId);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSpecialTokens(IReadOnlyList<SpecialToken> tokens, Utf8JsonWriter json)
    {
        json.WriteStartObject("special_tokens");
        foreach (var token in tokens.OrderBy(token => token.Name, StringComparer.Ordinal))
        {
            json.WriteStartObject(token.Name);
            json.WriteString("id", token.Name);
            json.WriteStartArray("ids");
            foreach (int id in token.Ids)
                json.WriteNumberValue(id);
            json.WriteEndArray();
            json.WriteStartArray("tokens");
            foreach (string text in token.Tokens)
                json.WriteStringValue(text);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
