using System.Diagnostics;
using System.Text.Json;

namespace Attune.Tokenizers;

/// <summary>Writes the normalizer of a <c>tokenizer.json</c>.</summary>
internal static class NormalizerWriter
{
    public static void Write(string key, Normalizer? normalizer, Utf8JsonWriter json)
    {
        json.WritePropertyName(key);
        if (normalizer is null)
            json.WriteNullValue();
        else
            Write(normalizer, json);
    }

    private static void Write(Normalizer normalizer, Utf8JsonWriter json)
    {
        switch (normalizer)
        {
            case BertNormalizer bert:
                WriteBert(bert, json);
                break;
            case ByteLevelNormalizer:
                ComponentWriter.Plain(json, "ByteLevel");
                break;
            case CollapseSpaces:
                ComponentWriter.Sequence(json, "normalizers", SpaceCollapsing.Normalizers, Write);
                break;
            case Lowercase:
                ComponentWriter.Plain(json, "Lowercase");
                break;
            case Nfc:
                ComponentWriter.Plain(json, "NFC");
                break;
            case Nfd:
                ComponentWriter.Plain(json, "NFD");
                break;
            case Nfkc:
                ComponentWriter.Plain(json, "NFKC");
                break;
            case Nfkd:
                ComponentWriter.Plain(json, "NFKD");
                break;
            case Nmt:
                ComponentWriter.Plain(json, "Nmt");
                break;
            case PrecompiledNormalizer precompiled:
                ComponentWriter.Begin(json, "Precompiled");
                json.WriteBase64String("precompiled_charsmap", precompiled.Charsmap.Span);
                json.WriteEndObject();
                break;
            case Prepend prepend:
                ComponentWriter.Begin(json, "Prepend");
                json.WriteString("prepend", prepend.Content);
                json.WriteEndObject();
                break;
            case Replace replace:
                ComponentWriter.Begin(json, "Replace");
                ComponentWriter.Pattern(json, replace.Pattern, replace.Regex is not null);
                json.WriteString("content", replace.Content);
                json.WriteEndObject();
                break;
            case NormalizerSequence sequence:
                ComponentWriter.Sequence(json, "normalizers", sequence.Normalizers, Write);
                break;
            case Strip strip:
                ComponentWriter.Begin(json, "Strip");
                json.WriteBoolean("strip_left", strip.Left);
                json.WriteBoolean("strip_right", strip.Right);
                json.WriteEndObject();
                break;
            case StripAccents:
                ComponentWriter.Plain(json, "StripAccents");
                break;
            default:
                throw new UnreachableException(normalizer.GetType().Name);
        }
    }

    private static void WriteBert(BertNormalizer bert, Utf8JsonWriter json)
    {
        ComponentWriter.Begin(json, "BertNormalizer");
        json.WriteBoolean("clean_text", bert.CleanText);
        json.WriteBoolean("handle_chinese_chars", bert.HandleChineseCharacters);
        if (bert.StripAccents is bool strip)
            json.WriteBoolean("strip_accents", strip);
        else
            json.WriteNull("strip_accents");
        json.WriteBoolean("lowercase", bert.Lowercase);
        json.WriteEndObject();
    }
}
