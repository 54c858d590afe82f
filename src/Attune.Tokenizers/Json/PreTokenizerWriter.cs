using System.Diagnostics;
using System.Text.Json;

namespace Attune.Tokenizers;

/// <summary>Writes the pre-tokenizer of a <c>tokenizer.json</c>.</summary>
internal static class PreTokenizerWriter
{
    public static void Write(string key, PreTokenizer? preTokenizer, Utf8JsonWriter json)
    {
        json.WritePropertyName(key);
        if (preTokenizer is null)
            json.WriteNullValue();
        else
            Write(preTokenizer, json);
    }

    private static void Write(PreTokenizer preTokenizer, Utf8JsonWriter json)
    {
        switch (preTokenizer)
        {
            case BertPreTokenizer:
                ComponentWriter.Plain(json, "BertPreTokenizer");
                break;
            case ByteLevel byteLevel:
                ComponentWriter.ByteLevel(json, byteLevel.AddPrefixSpace, byteLevel.TrimOffsets, byteLevel.UseRegex);
                break;
            case CharDelimiterSplit delimiter:
                ComponentWriter.Begin(json, "CharDelimiterSplit");
                json.WriteString("delimiter", delimiter.Delimiter.ToString());
                json.WriteEndObject();
                break;
            case Digits digits:
                ComponentWriter.Begin(json, "Digits");
                json.WriteBoolean("individual_digits", digits.IndividualDigits);
                json.WriteEndObject();
                break;
            case FixedLength length:
                ComponentWriter.Begin(json, "FixedLength");
                json.WriteNumber("length", length.Length);
                json.WriteEndObject();
                break;
            case Metaspace metaspace:
                ComponentWriter.Metaspace(json, metaspace.Replacement, metaspace.PrependScheme, metaspace.Split);
                break;
            case Punctuation punctuation:
                ComponentWriter.Begin(json, "Punctuation");
                json.WriteString("behavior", punctuation.Behavior.ToString());
                json.WriteEndObject();
                break;
            case PreTokenizerSequence sequence:
                ComponentWriter.Sequence(json, "pretokenizers", sequence.PreTokenizers, Write);
                break;
            case Split split:
                ComponentWriter.Begin(json, "Split");
                ComponentWriter.Pattern(json, split.Pattern, split.IsRegex);
                json.WriteString("behavior", split.Behavior.ToString());
                json.WriteBoolean("invert", split.Invert);
                json.WriteEndObject();
                break;
            case UnicodeScripts:
                ComponentWriter.Plain(json, "UnicodeScripts");
                break;
            case Whitespace:
                ComponentWriter.Plain(json, "Whitespace");
                break;
            case WhitespaceSplit:
                ComponentWriter.Plain(json, "WhitespaceSplit");
                break;
            default:
                throw new UnreachableException(preTokenizer.GetType().Name);
        }
    }
}
