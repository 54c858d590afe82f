using System.Text;
using Attune.Formats;

namespace Attune.Tokenizers.Tests;

public class TokenizerJsonErrorTests
{
    private const string Model = """ "model":{"type":"WordLevel","vocab":{"a":0},"unk_token":null} """;

    public static TheoryData<string, string> Syntax => new()
    {
        { "", "at byte 0: expected well-formed JSON, at most 64 values inside of each other, found the end of the file" },
        { "{\n  \"a\": 1,\n  b\n}", "at byte 14: expected well-formed JSON, at most 64 values inside of each other, found 'b'" },
        { "{\"é\": 1} x", "at byte 10: expected well-formed JSON, at most 64 values inside of each other, found 'x'" },
        { "{\"a\": \"\\ud800\"}", "at byte 6: expected escapes that name characters, found half of a surrogate pair" },
        { new string('[', 65), "at byte 64: expected well-formed JSON, at most 64 values inside of each other, found '['" },
        { "[]", ": expected an object, found an array" },
    };

    public static TheoryData<string, string> Whole => new()
    {
        { "{}", "model: expected an object, found no such key" },
        { """{"version":"2.0"}""", "version: expected \"1.0\", found \"2.0\"" },
        { """{"version":"1.0","version":"1.0"}""", "version: expected each key once, found the same key again" },
        { """{"decoder":{"type":"Fuse","type":"Fuse"}}""", "decoder[\"type\"]: expected each key once, found the same key again" },
        { """{"truncation":{"max_length":-1,"stride":0,"strategy":"OnlyFirst"}}""", "truncation.max_length: expected a whole number from 0 to 2147483647, found -1" },
        { """{"truncation":{"max_length":1,"stride":0,"strategy":"Only"}}""", "truncation.strategy: expected one of LongestFirst, OnlyFirst, OnlySecond, found \"Only\"" },
        { """{"padding":[]}""", "padding: expected an object, found an array" },
        { """{"padding":{"strategy":"Longest"}}""", "padding.strategy: expected one of BatchLongest, found \"Longest\"" },
        { """{"padding":{"strategy":{"Fixed":true}}}""", "padding.strategy.Fixed: expected a whole number from 0 to 2147483647, found true" },
        { """{"normalizer":{"type":"NFX"}}""", "normalizer.type: expected one of BertNormalizer, ByteLevel, Lowercase, NFC, NFD, NFKC, NFKD, Nmt, Precompiled, Prepend, Replace, Sequence, Strip, StripAccents, found \"NFX\"" },
        { """{"normalizer":{"type":"Precompiled","precompiled_charsmap":"*"}}""", "normalizer.precompiled_charsmap: expected a string in base64, found \"*\"" },
        { """{"pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"Whitespace"},{"type":"Spaces"}]}}""", "pre_tokenizer.pretokenizers[1].type: expected one of BertPreTokenizer, ByteLevel, CharDelimiterSplit, Digits, FixedLength, Metaspace, Punctuation, Sequence, Split, UnicodeScripts, Whitespace, WhitespaceSplit, found \"Spaces\"" },
        { """{"pre_tokenizer":{"type":"Digits"}}""", "pre_tokenizer.individual_digits: expected a value, found no such key" },
        { """{"pre_tokenizer":{"type":"Split","pattern":{"Text":"x"},"behavior":"Isolated","invert":false}}""", "pre_tokenizer.pattern: expected {\"String\": …} or {\"Regex\": …}, found an object" },
        { """{"pre_tokenizer":{"type":"Split","pattern":{"Regex":"("},"behavior":"Isolated","invert":false}}""", "pre_tokenizer.pattern" },
        { """{"pre_tokenizer":{"type":"Metaspace","replacement":"▁▁"}}""", "pre_tokenizer.replacement: expected a single character, found \"▁▁\"" },
        { """{"pre_tokenizer":{"type":"Metaspace","replacement":"▁","add_prefix_space":false,"prepend_scheme":"always"}}""", "pre_tokenizer.prepend_scheme: expected \"never\", since add_prefix_space is false, found \"always\"" },
        { """{"post_processor":{"type":"BertProcessing","sep":["[SEP]"],"cls":["[CLS]",1]}}""", "post_processor.sep: expected a token and its id, found an array" },
        { """{"post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"x","type_id":0}}],"pair":[],"special_tokens":{}}}""", "post_processor: expected one of the special tokens (), found \"x\"" },
        { $$"""{"post_processor":{"type":"BertProcessing","sep":["[SEP]",1],"cls":["a",0]},{{Model}}}""", "post_processor: expected ids of the vocabulary or of added tokens, found 1" },
        { """{"decoder":{"type":"Strip","content":" ","start":1.5,"stop":0}}""", "decoder.start: expected a whole number from 0 to 2147483647, found 1.5" },
        { """{"decoder":true}""", "decoder: expected an object, found true" },
        { $$"""{"added_tokens":[{"id":1,"content":""}],{{Model}}}""", "added_tokens[0].content: expected a text that is not empty, found \"\"" },
        { $$"""{"added_tokens":[{"id":1,"content":"x"},{"id":2,"content":"x"}],{{Model}}}""", "added_tokens[1].content: expected what no other added token has (\"x\" is 1), found \"x\"" },
        { $$"""{"added_tokens":[{"id":1,"content":"x"},{"id":1,"content":"y"}],{{Model}}}""", "added_tokens[1].id: expected what no other added token has (\"x\" is 1), found 1" },
        { $$"""{"added_tokens":[{"id":1,"content":"a"}],{{Model}}}""", "model.vocab[\"a\"]: expected 1, the id of the added token, found 0" },
        { $$"""{"added_tokens":[{"id":0,"content":"x"}],{{Model}}}""", "model.vocab[\"a\"]: expected an id that no other token has, found 0, the id of the added token \"x\"" },
        { $$"""{"added_tokens":[{"id":2147483647,"content":"x"}],{{Model}}}""", "added_tokens[0].id: expected ids without great gaps, found 2147483647 beside a vocabulary of 1 tokens" },
    };

    public static TheoryData<string, string> Models => new()
    {
        { """{"type":"Word"}""", "model.type: expected one of BPE, Unigram, WordPiece, WordLevel, found \"Word\"" },
        { """{"type":"BPE","vocab":{}}""", "model.merges: expected an array of pairs of tokens, found no such key" },
        { """{"type":"BPE","vocab":[],"merges":[]}""", "model.vocab: expected an object of tokens and their ids, found an array" },
        { """{"type":"BPE","dropout":2,"vocab":{},"merges":[]}""", "model.dropout: expected a number from 0 to 1, found 2" },
        { """{"type":"BPE","vocab":{"a":"b"},"merges":[]}""", "model.vocab[\"a\"]: expected an id from 0 to 2147483647, found \"b\"" },
        { """{"type":"BPE","vocab":{"a":2147483648},"merges":[]}""", "model.vocab[\"a\"]: expected an id from 0 to 2147483647, found 2147483648" },
        { """{"type":"BPE","vocab":{"a":2147483647},"merges":[]}""", "model.vocab: expected ids without great gaps, found id 2147483647 among 1 tokens" },
        { """{"type":"BPE","vocab":{"a":0,"b":0},"merges":[]}""", "model.vocab[\"b\"]: expected each id once, found 0 again, for \"b\"" },
        { """{"type":"BPE","vocab":{"a":0,"a":1},"merges":[]}""", "model.vocab[\"a\"]: expected each token once, found \"a\" again, with id 1" },
        { """{"type":"BPE","vocab":{"a":0},"merges":["a"]}""", "model.merges[0]: expected two tokens with a space between them, found \"a\"" },
        { """{"type":"BPE","vocab":{"a":0},"merges":["a b c"]}""", "model.merges[0]: expected two tokens with a space between them, found \"a b c\"" },
        { """{"type":"BPE","vocab":{"a":0},"merges":[["a","b"]]}""", "model.merges[0]: expected tokens of the vocabulary, found \"b\"" },
        { """{"type":"BPE","vocab":{"a":0},"merges":[["a"]]}""", "model.merges[0]: expected two tokens, found nothing more" },
        { """{"type":"BPE","vocab":{"a":0},"merges":[["a","a","a"]]}""", "model.merges[0]: expected two tokens, found more than two" },
        { """{"type":"BPE","vocab":{"a":0},"merges":[1]}""", "model.merges[0]: expected two tokens, found 1" },
        { """{"type":"BPE","vocab":{"a":0,"b":1},"merges":["#version: 0.2","a b"]}""", "model.merges[1]: expected two tokens that make a token of the vocabulary, found \"a\" and \"b\"" },
        { """{"type":"BPE","vocab":{"a":0,"aa":1},"merges":["a a","a a"]}""", "model.merges[1]: expected each pair once, found \"a\" and \"a\" again" },
        { """{"type":"BPE","vocab":{"":0,"a":1},"merges":[["a",""]]}""", "model.merges[0]: expected two tokens that are not empty, found \"a\" and \"\": merging them would never end" },
        { """{"type":"BPE","unk_token":"x","vocab":{"a":0},"merges":[]}""", "model: expected the unknown token in the vocabulary, found no \"x\"" },
        { """{"type":"WordPiece","vocab":{},"unk_token":"x","continuing_subword_prefix":"##"}""", "model.max_input_chars_per_word: expected a value, found no such key" },
        { """{"type":"Unigram","vocab":{},"unk_id":0}""", "model.vocab: expected an array of tokens with their scores, found an object" },
        { """{"type":"Unigram","vocab":[["a",0.5]],"unk_id":1}""", "model.unk_id: expected an id below 1, or null, found 1" },
        { """{"type":"Unigram","vocab":[["a"]],"unk_id":0}""", "model.vocab[0][1]: expected a score, a finite number, found nothing more" },
        { """{"type":"Unigram","vocab":[["a",1e999]],"unk_id":0}""", "model.vocab[0][1]: expected a score, a finite number, found 1e999" },
        { """{"type":"Unigram","vocab":[["a",1,2]],"unk_id":0}""", "model.vocab[0][2]: expected the end of a token and its score, found 2" },
        { """{"type":"Unigram","vocab":["a"],"unk_id":0}""", "model.vocab[0]: expected a token and its score, found \"a\"" },
    };

    [Theory]
    [MemberData(nameof(Syntax))]
    [MemberData(nameof(Whole))]
    public void The_error_says_where_what_was_expected_and_what_was_found(string json, string message) => AssertError(json, message);

    [Theory]
    [MemberData(nameof(Models))]
    public void The_error_of_a_model_does_too(string model, string message) => AssertError($$"""{"model":{{model}}}""", message);

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_an_error_with_their_offset()
    {
        byte[] json = [.. "{\"é\":\""u8, 0xC3, (byte)'"', (byte)'}'];
        var error = Assert.Throws<InvalidFileException>(() => TokenizerJson.Read("x.json", json));
        Assert.Equal("x.json at byte 7: expected JSON in UTF-8, found the byte 0xC3, which is not UTF-8", error.Message);
    }

    [Fact]
    public void Deep_nesting_of_components_is_read_or_refused()
    {
        string nested = string.Concat(Enumerable.Repeat("""{"type":"Sequence","normalizers":[""", 30)) + """{"type":"NFC"}""" + string.Concat(Enumerable.Repeat("]}", 30));
        Assert.IsType<NormalizerSequence>(Samples.Read($$"""{"normalizer":{{nested}},{{Model}}}""").Normalizer);
        AssertError($$"""{"normalizer":{"type":"Sequence","normalizers":[{{nested}},{{nested}},{"type":"Sequence","normalizers":[{{nested}}]}]},{{Model}}}""", "at most 64 values");
    }

    private static void AssertError(string json, string message)
    {
        var error = Assert.Throws<InvalidFileException>(() => TokenizerJson.Read("tokenizer.json", Encoding.UTF8.GetBytes(json)));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
