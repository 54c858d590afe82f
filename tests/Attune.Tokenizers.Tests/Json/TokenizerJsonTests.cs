using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Attune.Tokenizers.Tests;

public class TokenizerJsonTests
{
    public static TheoryData<string, string> All
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (name, json) in Samples.All)
                data.Add(name, json);
            return data;
        }
    }

    [Fact]
    public void Samples_are_small() => Assert.All(Samples.All, sample => Assert.InRange(Encoding.UTF8.GetByteCount(sample.Json), 500, 4096));

    [Theory]
    [MemberData(nameof(All))]
    public void What_is_written_says_what_was_read(string name, string json)
    {
        Assert.NotEmpty(name);
        using var expected = JsonDocument.Parse(json);
        using var found = JsonDocument.Parse(Write(Samples.Read(json)));
        AssertContains(expected.RootElement, found.RootElement, "");
    }

    [Theory]
    [MemberData(nameof(All))]
    public void What_is_written_is_written_the_same_after_it_was_read(string name, string json)
    {
        Assert.NotEmpty(name);
        byte[] first = Write(Samples.Read(json));
        Assert.Equal(Encoding.UTF8.GetString(first), Encoding.UTF8.GetString(Write(TokenizerJson.Read("again.json", first))));
    }

    [Fact]
    public void Streams_and_buffers_receive_the_same()
    {
        var tokenizer = Samples.Read(Samples.WordPiece);
        using var stream = new MemoryStream();
        TokenizerJson.Write(tokenizer, stream);
        Assert.Equal(Write(tokenizer), stream.ToArray());
    }

    [Fact]
    public void Keys_are_written_in_the_order_of_the_format_and_indented()
    {
        string json = Encoding.UTF8.GetString(Write(Samples.Read(Samples.WordPiece)));
        Assert.StartsWith("{\n  \"version\": \"1.0\",\n  \"truncation\": null,\n  \"padding\": null,\n  \"added_tokens\": [\n    {\n      \"id\": 0,", json, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(json);
        Assert.Equal(
            ["version", "truncation", "padding", "added_tokens", "normalizer", "pre_tokenizer", "post_processor", "decoder", "model"],
            document.RootElement.EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public void A_byte_level_vocabulary_holds_bytes()
    {
        var tokenizer = Samples.Read(Samples.ByteLevelBpe);
        var bpe = Assert.IsType<Bpe>(tokenizer.Model);
        Assert.Equal(BpeUnit.Bytes, bpe.Options.Unit);
        Assert.True(bpe.Options.IgnoreMerges);
        Assert.Equal(13, bpe.Vocabulary.IdOf(" low"));
        Assert.Equal(14, bpe.Vocabulary.IdOf("é"));
        Assert.Equal([0xC3], bpe.Vocabulary.Bytes(6).ToArray());
        Assert.Equal([(0, 1), (8, 2), (3, 4), (5, 9), (6, 7)], bpe.Merges.Pairs);
    }

    [Theory]
    [InlineData("""{"type":"ByteLevel"}""", "null", "null")]
    [InlineData("""{"type":"Sequence","normalizers":[{"type":"ByteLevel"}]}""", "null", "null")]
    [InlineData("null", """{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true}""", "null")]
    [InlineData("null", "null", """{"type":"Sequence","decoders":[{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true}]}""")]
    public void One_byte_level_component_makes_the_vocabulary_byte_level(string normalizer, string preTokenizer, string decoder)
    {
        var tokenizer = Samples.Read($$"""
            {"normalizer":{{normalizer}},"pre_tokenizer":{{preTokenizer}},"decoder":{{decoder}},"model":{"type":"BPE","vocab":{"Ġ":0,"a":1,"Ġa":2},"merges":["Ġ a"]} }
            """);
        Assert.Equal(2, tokenizer.Model.Vocabulary.IdOf(" a"));
    }

    [Fact]
    public void Tokens_of_other_characters_keep_their_text_in_a_byte_level_vocabulary()
    {
        const string Json = """
            {"added_tokens":[{"id":2,"content":"<｜end▁of▁text｜>","special":true},{"id":3,"content":"  ","special":false}],
             "decoder":{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true},
             "model":{"type":"BPE","vocab":{"Ġ":0,"ĠĠ":1,"<｜end▁of▁text｜>":2,"  ":3},"merges":["Ġ Ġ"]} }
            """;
        var tokenizer = Samples.Read(Json);
        Assert.Equal(2, tokenizer.Model.Vocabulary.IdOf("<｜end▁of▁text｜>"));
        Assert.Equal(1, tokenizer.Model.Vocabulary.IdOf("  "));
        Assert.False(tokenizer.Model.Vocabulary.Contains(3));
        using var written = JsonDocument.Parse(Write(tokenizer));
        Assert.Equal(2, written.RootElement.GetProperty("model").GetProperty("vocab").GetProperty("<｜end▁of▁text｜>").GetInt32());
    }

    [Fact]
    public void Models_without_a_type_are_recognised_by_their_fields()
    {
        Assert.IsType<Bpe>(Samples.Read("""{"model":{"vocab":{"a":0},"merges":["#version: 0.2"]}}""").Model);
        Assert.IsType<WordPiece>(Samples.Read("""{"model":{"vocab":{"a":0},"unk_token":"a","continuing_subword_prefix":"##","max_input_chars_per_word":9}}""").Model);
        Assert.IsType<WordLevel>(Samples.Read("""{"model":{"vocab":{"a":0},"unk_token":"a"}}""").Model);
        Assert.IsType<Unigram>(Samples.Read("""{"model":{"vocab":[["a",0.5]],"unk_id":null}}""").Model);
    }

    [Fact]
    public void Old_files_give_the_version_of_merges_and_a_prefix_space()
    {
        var tokenizer = Samples.Read("""
            {"pre_tokenizer":{"type":"Metaspace","replacement":"_","str_rep":"_","add_prefix_space":false},
             "model":{"vocab":{"a":0,"b":1,"ab":2},"merges":["#version: 0.2","a b"]}}
            """);
        Assert.Equal([(0, 1)], Assert.IsType<Bpe>(tokenizer.Model).Merges.Pairs);
        Assert.Equal(PrependScheme.Never, Assert.IsType<Metaspace>(tokenizer.PreTokenizer).PrependScheme);
    }

    [Fact]
    public void Truncation_and_added_tokens_are_read()
    {
        var tokenizer = Samples.Read(Samples.ByteLevelBpe);
        Assert.Equal(new Truncation(16, 2), tokenizer.Truncation);
        Assert.Contains("pad_to_multiple_of", tokenizer.Padding, StringComparison.Ordinal);
        Assert.Equal(
            [new AddedToken("<|endoftext|>", 11), new AddedToken("<pad>", 12, Special: false, SingleWord: true, LeftStrip: true, RightStrip: true, Normalized: true)],
            tokenizer.AddedTokens);
    }

    [Fact]
    public void Escapes_in_tokens_are_the_characters_they_name()
    {
        var tokenizer = Samples.Read("""{"model":{"type":"WordLevel","vocab":{"\u00e9\n\"\ud83d\ude00":0},"unk_token":null}}""");
        Assert.Equal("é\n\"😀", tokenizer.Model.Vocabulary.TokenOf(0));
    }

    [Fact]
    public void A_vocabulary_of_words_may_do_without_an_unknown_token()
    {
        var tokenizer = Samples.Read("""{"model":{"type":"WordLevel","vocab":{"a":0},"unk_token":"<unk>"}}""");
        Assert.Null(Assert.IsType<WordLevel>(tokenizer.Model).UnknownToken);
        Assert.Null(Assert.IsType<WordLevel>(TokenizerJson.Read("again.json", Write(tokenizer)).Model).UnknownToken);
    }

    [Fact]
    public void A_model_of_bytes_is_written_with_a_byte_level_component()
    {
        var vocabulary = Vocabulary.Create([" ", "a", " a"]);
        var tokenizer = new Tokenizer(new Bpe(vocabulary, MergeTable.FromPriorities(vocabulary, [0, 1, 2]), new BpeOptions()));
        var again = TokenizerJson.Read("again.json", Write(tokenizer));
        Assert.IsType<ByteLevel>(again.PreTokenizer);
        Assert.IsType<ByteLevelDecoder>(again.Decoder);
        Assert.Equal(2, again.Model.Vocabulary.IdOf(" a"));
        Assert.Equal([(0, 1)], Assert.IsType<Bpe>(again.Model).Merges.Pairs);
    }

    [Fact]
    public void Collapsing_of_spaces_is_read_again_as_such()
    {
        var tokenizer = new Tokenizer(Samples.Read(Samples.Unigram).Model, new NormalizerSequence([new CollapseSpaces(), new Nfkc()]));
        var again = Assert.IsType<NormalizerSequence>(TokenizerJson.Read("again.json", Write(tokenizer)).Normalizer);
        Assert.IsType<CollapseSpaces>(again.Normalizers[0]);
    }

    [Theory]
    [InlineData("  a  b c   ")]
    [InlineData("a \u2581")]
    [InlineData("   ")]
    [InlineData("a  \n  b")]
    [InlineData("")]
    public void Collapsing_of_spaces_is_what_is_written_for_it(string text)
    {
        Assert.Equal(new CollapseSpaces().Normalize(text), new NormalizerSequence(SpaceCollapsing.Normalizers).Normalize(text));
    }

    private static byte[] Write(Tokenizer tokenizer)
    {
        var buffer = new ArrayBufferWriter<byte>();
        TokenizerJson.Write(tokenizer, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    // All that was given is there, with the same value; keys that were left out may be there too. Merges may be lines or pairs.
    private static void AssertContains(JsonElement expected, JsonElement found, string path)
    {
        if (expected.ValueKind == JsonValueKind.String && found.ValueKind == JsonValueKind.Array)
        {
            Assert.Equal(expected.GetString(), string.Join(' ', found.EnumerateArray().Select(item => item.GetString())));
            return;
        }

        Assert.True(expected.ValueKind == found.ValueKind, $"{path}: {found}");
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in expected.EnumerateObject())
                    AssertContains(property.Value, found.GetProperty(property.Name), $"{path}.{property.Name}");
                break;
            case JsonValueKind.Array:
                Assert.Equal(expected.GetArrayLength(), found.GetArrayLength());
                for (int i = 0; i < expected.GetArrayLength(); i++)
                    AssertContains(expected[i], found[i], $"{path}[{i}]");
                break;
            case JsonValueKind.Number:
                Assert.Equal(expected.GetDouble(), found.GetDouble(), 6);
                break;
            default:
                Assert.True(expected.ToString() == found.ToString(), $"{path}: {found}");
                break;
        }
    }
}
