namespace Attune.Tokenizers;

/// <summary>Reads the pre-tokenizer of a <c>tokenizer.json</c>.</summary>
internal static class PreTokenizerReader
{
    private const string Types =
        "BertPreTokenizer, ByteLevel, CharDelimiterSplit, Digits, FixedLength, Metaspace, Punctuation, Sequence, Split, UnicodeScripts, Whitespace, WhitespaceSplit";

    public static PreTokenizer Read(JsonPart json) => json["type"].String($"one of {Types}") switch
    {
        "BertPreTokenizer" => new BertPreTokenizer(),
        "ByteLevel" => new ByteLevel(json["add_prefix_space"].Boolean(), json["trim_offsets"].Boolean(), json.Optional("use_regex")?.Boolean() ?? true),
        "CharDelimiterSplit" => new CharDelimiterSplit(json["delimiter"].Character()),
        "Digits" => new Digits(json["individual_digits"].Boolean()),
        "FixedLength" => ReadFixedLength(json),
        "Metaspace" => new Metaspace(json["replacement"].Character(), ComponentReader.PrependScheme(json), json.Optional("split")?.Boolean() ?? true),
        "Punctuation" => new Punctuation(json.Optional("behavior") is JsonPart behavior ? ComponentReader.Behavior(behavior) : SplitBehavior.Isolated),
        "Sequence" => new PreTokenizerSequence(ComponentReader.Sequence(json["pretokenizers"], Read)),
        "Split" => ReadSplit(json),
        "UnicodeScripts" => new UnicodeScripts(),
        "Whitespace" => new Whitespace(),
        "WhitespaceSplit" => new WhitespaceSplit(),
        _ => throw ComponentReader.UnknownType(json, Types),
    };

    private static Split ReadSplit(JsonPart json)
    {
        var (pattern, isRegex) = ComponentReader.Pattern(json["pattern"]);
        var behavior = ComponentReader.Behavior(json["behavior"]);
        bool invert = json["invert"].Boolean();
        return ComponentReader.Make(json["pattern"], () => new Split(pattern, isRegex, behavior, invert));
    }

    private static FixedLength ReadFixedLength(JsonPart json)
    {
        int? length = json.Optional("length")?.Count();
        return length is null ? new FixedLength() : ComponentReader.Make(json["length"], () => new FixedLength(length.Value));
    }
}
