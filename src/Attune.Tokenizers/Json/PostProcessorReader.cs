namespace Attune.Tokenizers;

/// <summary>Reads the post-processor of a <c>tokenizer.json</c>.</summary>
internal static class PostProcessorReader
{
    private const string Types = "BertProcessing, ByteLevel, RobertaProcessing, Sequence, TemplateProcessing";

    public static PostProcessor Read(JsonPart json) => json["type"].String($"one of {Types}") switch
    {
        "BertProcessing" => new BertProcessing(ReadToken(json["sep"]), ReadToken(json["cls"])),
        "ByteLevel" => new ByteLevelProcessor(
            json["add_prefix_space"].Boolean(),
            json["trim_offsets"].Boolean(),
            json.Optional("use_regex")?.Boolean() ?? true),
        "RobertaProcessing" => new RobertaProcessing(
            ReadToken(json["sep"]),
            ReadToken(json["cls"]),
            json["trim_offsets"].Boolean(),
            json["add_prefix_space"].Boolean()),
        "Sequence" => ReadSequence(json["processors"]),
        "TemplateProcessing" => ReadTemplate(json),
        _ => throw ComponentReader.UnknownType(json, Types),
    };

    private static PostProcessorSequence ReadSequence(JsonPart json)
    {
        var processors = ComponentReader.Sequence(json, Read);
        return ComponentReader.Make(json, () => new PostProcessorSequence(processors));
    }

    private static (string Token, int Id) ReadToken(JsonPart json)
    {
        var items = json.Items("a token and its id");
        return items.Count == 2 ? (items[0].String(), items[1].Count()) : throw json.Error("a token and its id");
    }

    private static TemplateProcessing ReadTemplate(JsonPart json)
    {
        var single = ComponentReader.Sequence(json["single"], ReadPiece);
        var pair = ComponentReader.Sequence(json["pair"], ReadPiece);
        var tokens = new List<SpecialToken>();
        foreach (var (name, token) in json["special_tokens"].Fields())
        {
            var ids = ComponentReader.Sequence(token["ids"], id => id.Count());
            var texts = ComponentReader.Sequence(token["tokens"], text => text.String());
            tokens.Add(ComponentReader.Make(token, () => new SpecialToken(name, ids, texts)));
        }

        return ComponentReader.Make(json, () => new TemplateProcessing(single, pair, tokens));
    }

    private static TemplatePiece ReadPiece(JsonPart json)
    {
        if (json.Optional("Sequence") is JsonPart sequence)
            return TemplatePiece.ForSequence(sequence["id"].OneOf(("A", 0), ("B", 1)), sequence["type_id"].Count());
        return json.Optional("SpecialToken") is JsonPart token
            ? TemplatePiece.ForSpecialToken(token["id"].String(), token["type_id"].Count())
            : throw json.Error("{\"Sequence\": …} or {\"SpecialToken\": …}");
    }
}
