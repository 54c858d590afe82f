namespace Attune.Tokenizers;

/// <summary>Reads the normalizer of a <c>tokenizer.json</c>.</summary>
internal static class NormalizerReader
{
    private const string Types =
        "BertNormalizer, ByteLevel, Lowercase, NFC, NFD, NFKC, NFKD, Nmt, Precompiled, Prepend, Replace, Sequence, Strip, StripAccents";

    public static Normalizer Read(JsonPart json) => json["type"].String($"one of {Types}") switch
    {
        "BertNormalizer" => new BertNormalizer(
            json["clean_text"].Boolean(),
            json["handle_chinese_chars"].Boolean(),
            json.Optional("strip_accents")?.Boolean(),
            json["lowercase"].Boolean()),
        "ByteLevel" => new ByteLevelNormalizer(),
        "Lowercase" => new Lowercase(),
        "NFC" => new Nfc(),
        "NFD" => new Nfd(),
        "NFKC" => new Nfkc(),
        "NFKD" => new Nfkd(),
        "Nmt" => new Nmt(),
        "Precompiled" => ReadPrecompiled(json["precompiled_charsmap"]),
        "Prepend" => new Prepend(json["prepend"].String()),
        "Replace" => ReadReplace(json),
        "Sequence" => ReadSequence(json["normalizers"]),
        "Strip" => new Strip(json["strip_left"].Boolean(), json["strip_right"].Boolean()),
        "StripAccents" => new StripAccents(),
        _ => throw ComponentReader.UnknownType(json, Types),
    };

    private static Normalizer ReadSequence(JsonPart json)
    {
        var normalizers = ComponentReader.Sequence(json, Read);
        return SpaceCollapsing.IsIn(normalizers) ? new CollapseSpaces() : new NormalizerSequence(normalizers);
    }

    private static Replace ReadReplace(JsonPart json)
    {
        var (pattern, isRegex) = ComponentReader.Pattern(json["pattern"]);
        string content = json["content"].String();
        return ComponentReader.Make(json["pattern"], () => isRegex ? new Replace(new SplitPattern(pattern), content) : new Replace(pattern, content));
    }

    private static PrecompiledNormalizer ReadPrecompiled(JsonPart charsmap)
    {
        string text = charsmap.String("a string in base64");
        byte[] bytes;
        try
        {
            bytes = Convert.FromBase64String(text);
        }
        catch (FormatException error)
        {
            throw charsmap.Error("a string in base64", error);
        }

        return ComponentReader.Make(charsmap, () => new PrecompiledNormalizer(bytes));
    }
}
