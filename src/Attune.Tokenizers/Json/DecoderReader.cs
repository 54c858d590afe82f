namespace Attune.Tokenizers;

/// <summary>Reads the decoder of a <c>tokenizer.json</c>.</summary>
internal static class DecoderReader
{
    private const string Types = "BPEDecoder, ByteFallback, ByteLevel, CTC, Fuse, Metaspace, Replace, Sequence, Strip, WordPiece";

    public static Decoder Read(JsonPart json) => json["type"].String($"one of {Types}") switch
    {
        "BPEDecoder" => new BpeDecoder(json["suffix"].String()),
        "ByteFallback" => new ByteFallback(),
        "ByteLevel" => new ByteLevelDecoder(
            json["add_prefix_space"].Boolean(),
            json["trim_offsets"].Boolean(),
            json.Optional("use_regex")?.Boolean() ?? true),
        "CTC" => new CtcDecoder(json["pad_token"].String(), json["word_delimiter_token"].String(), json["cleanup"].Boolean()),
        "Fuse" => new Fuse(),
        "Metaspace" => new MetaspaceDecoder(json["replacement"].Character(), ComponentReader.PrependScheme(json), json.Optional("split")?.Boolean() ?? true),
        "Replace" => ReadReplace(json),
        "Sequence" => new DecoderSequence(ComponentReader.Sequence(json["decoders"], Read)),
        "Strip" => new StripDecoder(json["content"].Character(), json["start"].Count(), json["stop"].Count()),
        "WordPiece" => new WordPieceDecoder(json["prefix"].String(), json["cleanup"].Boolean()),
        _ => throw ComponentReader.UnknownType(json, Types),
    };

    private static ReplaceDecoder ReadReplace(JsonPart json)
    {
        var (pattern, isRegex) = ComponentReader.Pattern(json["pattern"]);
        string content = json["content"].String();
        return ComponentReader.Make(json["pattern"], () => new ReplaceDecoder(pattern, content, isRegex));
    }
}
