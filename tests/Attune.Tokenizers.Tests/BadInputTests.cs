using System.Text;
using Attune.Formats;
using Attune.Formats.Tests;

namespace Attune.Tokenizers.Tests;

/// <summary>What is wrong with a file or an argument is one typed error that says what, where, what was expected and what was found.</summary>
public class BadInputTests
{
    private const string Model = """ "model":{"type":"WordLevel","vocab":{"a":0},"unk_token":"a"} """;
    private const string Bpe = """{"model":{"type":"BPE","vocab":""";
    private const string Around = "a tokenizer, text as UTF-8 without a byte order mark";

    public static TheoryData<string, byte[], string> Files => new()
    {
        // Truncated and corrupt files of every format.
        { "gpt2.gguf", Half(Attune.Formats.Tests.Samples.GgufGpt2()), "gpt2.gguf: tokenizer.ggml.tokens at byte 192: expected at most 157 elements (the file has 1256 bytes left), found 261" },
        { "unigram.model", Half(Attune.Formats.Tests.Samples.SentencePieceUnigram()), "unigram.model: pieces at byte 162: expected at most 3 bytes (to the end of the message), found 10" },
        { "bpe.model", Half(Attune.Formats.Tests.Samples.SentencePieceBpe()), "bpe.model: pieces at byte 159: expected the end of a varint, found the end of the message" },
        { "tokenizer.bin", Half(Attune.Formats.Tests.Samples.Llama2c()), "tokenizer.bin: score at byte 1850: expected 4 bytes, found the end of the file after 1" },
        { "tokenizer.json", Utf8("{"), "tokenizer.json at byte 1: expected well-formed JSON, at most 64 values inside of each other, found the end of the file" },
        { "tokenizer.json", Utf8("{ // x\n}"), "tokenizer.json at byte 2: expected well-formed JSON, at most 64 values inside of each other, found '/'" },
        { "tokenizer.json", Utf8("{\"version\":\"1.0\",}"), "tokenizer.json at byte 17: expected well-formed JSON, at most 64 values inside of each other, found '}'" },
        { "x.tiktoken", Utf8("YQ== 0\nYg=\n"), "x.tiktoken: line 2 at byte 7: expected a token in base64, a space and its rank, found \"Yg=\"" },
        { "vocab.txt", Utf8("[PAD]\n\n[UNK]\n"), "vocab.txt: line 2 at byte 6: expected a token, found an empty line" },
        { "x", [], "x at byte 0: expected a tokenizer, found an empty file" },
        { "bom.json", [0xEF, 0xBB, 0xBF, .. Utf8("{}")], $"bom.json at byte 0: expected {Around}, found a byte order mark" },
        { "utf16.json", Encoding.Unicode.GetPreamble(), $"utf16.json at byte 0: expected {Around}, found the byte order mark of UTF-16" },

        // Merges: cyclic, twice, out of the vocabulary.
        { "m.json", Utf8(Bpe + """{"":0,"a":1},"merges":[["a",""]]}}"""), "m.json: model.merges[0]: expected two tokens that are not empty, found \"a\" and \"\": merging them would never end" },
        { "m.json", Utf8(Bpe + """{"a":0,"aa":1},"merges":["a a","a a"]}}"""), "m.json: model.merges[1]: expected each pair once, found \"a\" and \"a\" again" },
        { "m.json", Utf8(Bpe + """{"a":0},"merges":[["a","b"]]}}"""), "m.json: model.merges[0]: expected tokens of the vocabulary, found \"b\"" },
        { "m.json", Utf8(Bpe + """{"a":0},"merges":["a a"]}}"""), "m.json: model.merges[0]: expected two tokens that make a token of the vocabulary, found \"a\" and \"a\"" },

        // Ids that collide.
        { "i.json", Utf8(Bpe + """{"a":0,"b":0},"merges":[]}}"""), "i.json: model.vocab[\"b\"]: expected each id once, found 0 again, for \"b\"" },
        { "i.json", Utf8("{\"added_tokens\":[{\"id\":0,\"content\":\"x\"}]," + Model + "}"), "i.json: model.vocab[\"a\"]: expected an id that no other token has, found 0, the id of the added token \"x\"" },
        { "i.tiktoken", Utf8("YQ== 0\nYg== 0\n"), "i.tiktoken: line 2 at byte 7: expected each id once, found 0 again, for \"b\"" },

        // A vocabulary of 2^31 tokens in a small file; lengths beyond the file.
        { "l.json", Utf8(Bpe + """{"a":2147483648},"merges":[]}}"""), "l.json: model.vocab[\"a\"]: expected an id from 0 to 2147483647, found 2147483648" },
        { "l.json", Utf8(Bpe + """{"a":2147483647},"merges":[]}}"""), "l.json: model.vocab: expected ids without great gaps, found id 2147483647 among 1 tokens" },
        { "l.gguf", Announcing(1UL << 31), "l.gguf: tokenizer.ggml.tokens at byte 105: expected at most 0 elements (the file has 0 bytes left), found 2147483648" },

        // Text that is none.
        { "u.json", [.. Utf8("{\"é\":\""), 0xC3, .. Utf8("\"}")], "u.json at byte 7: expected JSON in UTF-8, found the byte 0xC3, which is not UTF-8" },
        { "u.json", Utf8("{\"a\": \"\\ud800\"}"), "u.json at byte 6: expected escapes that name characters, found half of a surrogate pair" },
        { "vocab.txt", [.. Utf8("[PAD]\n[UNK]\n"), 0xFF, (byte)'\n'], "vocab.txt: line 3 at byte 12: expected a token in UTF-8, found other bytes" },

        // A normalizer that grows for ever, met where an added token is normalized.
        { "n.json", Utf8(Growing("""  "added_tokens":[{"id":1,"content":"a!","normalized":true}],""")), "n.json: normalizer: expected a normalizer that makes at most 1048704 bytes of 2, found one that makes more" },
    };

    public static TheoryData<string> Patterns => ["(a+)+$", "(a|a)*b", "(a|aa)+$", "(?=(a+)+b)"];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_is_refused_with_what_and_where(string name, byte[] bytes, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidFileException>(() => Tokenizer.Load(name, bytes)).Message);

    [Theory]
    [MemberData(nameof(Patterns))]
    public void A_pattern_that_would_backtrack_for_ever_is_stopped(string pattern)
    {
        var split = new Tokenizer(ByteTokenizer.Create().Model, preTokenizer: new Split(pattern, isRegex: true));
        string message = Assert.Throws<TokenizationException>(() => split.EncodeToIds(new string('a', 20_000) + "!")).Message;
        Assert.StartsWith($"the split pattern {pattern} needs more than ", message, StringComparison.Ordinal);
        Assert.EndsWith(" of the text: it would backtrack for ever", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_normalizer_that_grows_for_ever_is_stopped()
    {
        var tokenizer = Tokenizer.Load("n.json", Utf8(Growing("")));
        Assert.Equal(
            "expected a normalizer that makes at most 1048832 bytes of 4, found one that makes more",
            Assert.Throws<TokenizationException>(() => tokenizer.EncodeToIds("aaaa")).Message);
    }

    [Fact]
    public void The_first_wrong_text_of_a_batch_is_named()
    {
        var tokenizer = new Tokenizer(new WordLevel(Vocabulary.Create(["a"]), null));
        string[] texts = [.. Enumerable.Repeat("a", 100), "b", "c"];
        Assert.StartsWith("texts[100]: byte 0: ", Assert.Throws<TokenizationException>(() => tokenizer.EncodeBatchToIds(texts)).Message, StringComparison.Ordinal);
        Assert.StartsWith("texts[100]: byte 0: ", Assert.Throws<TokenizationException>(() => tokenizer.EncodeBatch(texts, maximumThreads: 1)).Message, StringComparison.Ordinal);
        Assert.StartsWith("texts[1]: expected a text, found null", Assert.Throws<ArgumentException>(() => tokenizer.EncodeBatchToIds(["a", null!])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.EncodeBatchToIds(["a"], maximumThreads: 0));
        Assert.ThrowsAny<OperationCanceledException>(() => tokenizer.EncodeBatchToIds(["a"], cancellation: new CancellationToken(true)));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(256)]
    [InlineData(int.MaxValue)]
    public void An_id_that_does_not_exist_is_named(int id)
    {
        var tokenizer = ByteTokenizer.Create();
        string found = $"expected the id of a token, below 256, found {id}";
        Assert.Equal("ids[1]: " + found, Assert.Throws<TokenizationException>(() => tokenizer.Decode([97, id])).Message);
        Assert.Equal("ids[1]: " + found, Assert.Throws<TokenizationException>(() => tokenizer.Heal([97, id])).Message);

        // A stream goes on after it.
        var decoder = tokenizer.CreateStreamingDecoder();
        Assert.Equal(found, Assert.Throws<TokenizationException>(() => decoder.Add(id)).Message);
        Assert.Equal("a", decoder.Add('a'));
    }

    [Fact]
    public void A_decoder_that_takes_back_what_it_gave_does_not_end_a_stream()
    {
        var decoder = new Tokenizer(ByteTokenizer.Create().Model, decoder: new DecoderSequence([new Fuse(), new ReplaceDecoder("ab", "")])).CreateStreamingDecoder();
        Assert.Equal("a", decoder.Add('a'));
        Assert.Equal("", decoder.Add('b'));
        Assert.Equal("", decoder.Flush());
    }

    [Fact]
    public void Missing_arguments_are_named()
    {
        var tokenizer = ByteTokenizer.Create();
        Assert.Throws<ArgumentNullException>("name", () => Tokenizer.Load(null!, default));
        Assert.Throws<ArgumentNullException>("path", () => Tokenizer.Load(null!));
        Assert.Throws<ArgumentNullException>("ids", () => tokenizer.Decode((IEnumerable<int>)null!));
        Assert.Throws<ArgumentNullException>("ids", () => tokenizer.DecodeAsync(null!).ToBlockingEnumerable().Count());
        Assert.Throws<ArgumentNullException>("text", () => tokenizer.EncodeToIdsAsync(null!).ToBlockingEnumerable().Count());
    }

    [Fact]
    public void Nothing_is_written_where_there_is_no_folder()
    {
        string path = Path.Combine(Path.GetTempPath(), $"attune-{Guid.NewGuid():N}", "tokenizer.json");
        string message = Assert.Throws<DirectoryNotFoundException>(() => ByteTokenizer.Create().Save(path)).Message;
        Assert.Equal($"{path}: expected a file in a folder that exists, found no folder {Path.GetDirectoryName(path)}", message);
    }

    [Fact]
    public void Wrong_options_are_named()
    {
        var model = ByteTokenizer.Create().Model;
        Assert.Throws<ArgumentNullException>("addedTokens", () => new Tokenizer(model, addedTokens: [null!]));
        Assert.Throws<ArgumentException>("addedTokens", () => new Tokenizer(model, addedTokens: [new AddedToken(null!, 300)]));
        var tokenizer = ByteTokenizer.Create(truncation: new Truncation(2, -5));
        Assert.Equal("expected a stride from 0 and below the 2 tokens that a window has room for, found -5", Assert.Throws<TokenizationException>(() => tokenizer.Encode("abcdef")).Message);
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Half(byte[] bytes) => bytes[..(bytes.Length / 2)];

    private static byte[] Announcing(ulong tokens) => new GgufWriter()
        .Add("tokenizer.ggml.model", "gpt2")
        .Add("tokenizer.ggml.tokens", GgufValueType.Array, writer =>
        {
            writer.Write((uint)GgufValueType.String);
            writer.Write(tokens);
        })
        .ToArray();

    // Each of these makes 16 of every a.
    private static string Growing(string added)
    {
        string replace = """{"type":"Replace","pattern":{"String":"a"},"content":"aaaaaaaaaaaaaaaa"}""";
        return "{" + added + "\"normalizer\":{\"type\":\"Sequence\",\"normalizers\":[" + string.Join(',', Enumerable.Repeat(replace, 20)) + "]}," + Model + "}";
    }
}
