using System.Text;

namespace Attune.Tokenizers.Tests;

/// <summary>A small <c>tokenizer.json</c> for each algorithm, with as many of the components as such files have.</summary>
internal static class Samples
{
    /// <summary>As GPT-2 and Llama 3: bytes, a pattern, merges as pairs.</summary>
    public const string ByteLevelBpe = """
        {
          "version": "1.0",
          "truncation": {"direction": "Right", "max_length": 16, "strategy": "LongestFirst", "stride": 2},
          "padding": {"strategy": {"Fixed": 16}, "direction": "Left", "pad_to_multiple_of": 8, "pad_id": 12, "pad_type_id": 0, "pad_token": "<pad>"},
          "added_tokens": [
            {"id": 11, "content": "<|endoftext|>", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true},
            {"id": 12, "content": "<pad>", "single_word": true, "lstrip": true, "rstrip": true, "normalized": true, "special": false}
          ],
          "normalizer": {"type": "Sequence", "normalizers": [{"type": "NFC"}, {"type": "Strip", "strip_left": false, "strip_right": true}]},
          "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
            {"type": "Split", "pattern": {"Regex": "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"},
              "behavior": "Isolated", "invert": false},
            {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": false}]},
          "post_processor": {"type": "Sequence", "processors": [
            {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": false, "use_regex": true},
            {"type": "TemplateProcessing",
              "single": [{"SpecialToken": {"id": "<|endoftext|>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
              "pair": [{"SpecialToken": {"id": "<|endoftext|>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
              "special_tokens": {"<|endoftext|>": {"id": "<|endoftext|>", "ids": [11], "tokens": ["<|endoftext|>"]}}}]},
          "decoder": {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true},
          "model": {
            "type": "BPE", "dropout": null, "unk_token": null, "continuing_subword_prefix": null, "end_of_word_suffix": null,
            "fuse_unk": false, "byte_fallback": false, "ignore_merges": true,
            "vocab": {"l": 0, "o": 1, "w": 2, "e": 3, "r": 4, "Ġ": 5, "Ã": 6, "©": 7, "lo": 8, "low": 9, "er": 10, "<|endoftext|>": 11, "Ġlow": 13, "Ã©": 14},
            "merges": [["l", "o"], ["lo", "w"], ["e", "r"], ["Ġ", "low"], ["Ã", "©"]]
          }
        }
        """;

    /// <summary>As Llama 2: characters with byte fallback, merges as lines.</summary>
    public const string ByteFallbackBpe = """
        {"version":"1.0","truncation":null,"padding":null,
         "added_tokens":[{"id":0,"content":"<unk>","single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":true},
          {"id":1,"content":"<s>","single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":true}],
         "normalizer":{"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"▁"},{"type":"Replace","pattern":{"String":" "},"content":"▁"}]},
         "pre_tokenizer":null,
         "post_processor":{"type":"RobertaProcessing","sep":["<s>",1],"cls":["<s>",1],"trim_offsets":true,"add_prefix_space":false},
         "decoder":{"type":"Sequence","decoders":[{"type":"Replace","pattern":{"String":"▁"},"content":" "},{"type":"ByteFallback"},{"type":"Fuse"},
          {"type":"Strip","content":" ","start":1,"stop":0}]},
         "model":{"type":"BPE","dropout":0.1,"unk_token":"<unk>","continuing_subword_prefix":null,"end_of_word_suffix":null,"fuse_unk":true,"byte_fallback":true,
          "vocab":{"<unk>":0,"<s>":1,"<0x0A>":2,"<0xC3>":3,"<0xA9>":4,"▁":5,"t":6,"h":7,"e":8,"▁t":9,"he":10,"▁the":11},
          "merges":["▁ t","h e","▁t he"]}}
        """;

    /// <summary>As XLM-RoBERTa: scores, spaces as ▁.</summary>
    public const string Unigram = """
        {"version":"1.0","truncation":null,"padding":null,
         "added_tokens":[{"id":1,"content":"<mask>","single_word":false,"lstrip":true,"rstrip":false,"normalized":false,"special":true}],
         "normalizer":{"type":"Sequence","normalizers":[{"type":"Nmt"},{"type":"NFKC"},{"type":"Replace","pattern":{"Regex":" {2,}"},"content":" "}]},
         "pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"WhitespaceSplit"},{"type":"Metaspace","replacement":"▁","prepend_scheme":"always","split":true}]},
         "post_processor":{"type":"TemplateProcessing",
          "single":[{"Sequence":{"id":"A","type_id":0}},{"SpecialToken":{"id":"</s>","type_id":0}}],
          "pair":[{"Sequence":{"id":"A","type_id":0}},{"SpecialToken":{"id":"</s>","type_id":0}},{"Sequence":{"id":"B","type_id":0}},{"SpecialToken":{"id":"</s>","type_id":0}}],
          "special_tokens":{"</s>":{"id":"</s>","ids":[2],"tokens":["</s>"]}}},
         "decoder":{"type":"Metaspace","replacement":"▁","prepend_scheme":"always","split":true},
         "model":{"type":"Unigram","unk_id":0,"vocab":[["<unk>",0.0],["<mask>",0],["</s>",0.0],["▁",-2.5],["a",-3.25],["▁a",-2.0],["b",-3.5],["ab",-4.75],["▁ab",-6.1]],"byte_fallback":false}}
        """;

    /// <summary>As BERT.</summary>
    public const string WordPiece = """
        {"version":"1.0","truncation":null,"padding":null,
         "added_tokens":[{"id":0,"content":"[UNK]","single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":true},
          {"id":1,"content":"[CLS]","single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":true},
          {"id":2,"content":"[SEP]","single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":true}],
         "normalizer":{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":true},
         "pre_tokenizer":{"type":"BertPreTokenizer"},
         "post_processor":{"type":"BertProcessing","sep":["[SEP]",2],"cls":["[CLS]",1]},
         "decoder":{"type":"WordPiece","prefix":"##","cleanup":true},
         "model":{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##","max_input_chars_per_word":100,
          "vocab":{"[UNK]":0,"[CLS]":1,"[SEP]":2,"un":3,"##aff":4,"##able":5,"want":6,"##ed":7,",":8}}}
        """;

    /// <summary>Words, and the components that none of the others has.</summary>
    public const string WordLevel = """
        {"version":"1.0","truncation":null,"padding":null,"added_tokens":[],
         "normalizer":{"type":"Sequence","normalizers":[{"type":"NFD"},{"type":"Lowercase"},{"type":"StripAccents"},{"type":"NFKD"},
          {"type":"Strip","strip_left":true,"strip_right":true},{"type":"Precompiled","precompiled_charsmap":""}]},
         "pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"Whitespace"},{"type":"Punctuation","behavior":"Removed"},{"type":"Digits","individual_digits":true},
          {"type":"CharDelimiterSplit","delimiter":"_"},{"type":"FixedLength","length":12},
          {"type":"Split","pattern":{"String":"-"},"behavior":"MergedWithPrevious","invert":true}]},
         "post_processor":null,
         "decoder":{"type":"Sequence","decoders":[{"type":"BPEDecoder","suffix":"</w>"},{"type":"CTC","pad_token":"<pad>","word_delimiter_token":"|","cleanup":false},
          {"type":"Replace","pattern":{"Regex":"[xy]+"},"content":"z"}]},
         "model":{"type":"WordLevel","vocab":{"the":0,"cat":1,"sat":2,"<unk>":3,"7":4},"unk_token":"<unk>"}}
        """;

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<(string Name, string Json)> All { get; } =
    [
        (nameof(ByteLevelBpe), ByteLevelBpe),
        (nameof(ByteFallbackBpe), ByteFallbackBpe),
        (nameof(Unigram), Unigram),
        (nameof(WordPiece), WordPiece),
        (nameof(WordLevel), WordLevel),
    ];

    /// <summary>Reads a document as the file <c>tokenizer.json</c>.</summary>
    public static Tokenizer Read(string json) => TokenizerJson.Read("tokenizer.json", Encoding.UTF8.GetBytes(json));
}
