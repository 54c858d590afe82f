using System.Text;
using System.Text.Json;
using Attune.Formats;
using Attune.Formats.Tests;

namespace Attune.Tokenizers.Tests;

/// <summary>Against SentencePiece itself, by Golden/sentencepiece_models.py.</summary>
public class SentencePieceFileTests
{
    private static readonly JsonElement s_golden = Golden.Read<JsonElement>("sentencepiece_models.json");
    private static readonly string[] s_texts = s_golden.GetProperty("texts").Deserialize<string[]>()!;

    public static TheoryData<string> Models => [.. s_golden.GetProperty("models").EnumerateObject().Select(model => model.Name)];

    public static TheoryData<string> Refused => [.. s_golden.GetProperty("refused").EnumerateObject().Select(model => model.Name)];

    [Theory]
    [MemberData(nameof(Models))]
    public void A_model_gives_the_ids_and_texts_of_sentencepiece(string name) => AssertEqual(name, Load(name));

    [Theory]
    [MemberData(nameof(Models))]
    public void A_saved_model_gives_the_ids_and_texts_of_sentencepiece(string name)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            Load(name).Save(path);
            AssertEqual(name, Tokenizer.Load(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Ranges_of_tokens_lie_in_the_text_in_order(string name)
    {
        var tokenizer = Load(name);
        foreach (string text in s_texts)
        {
            int start = 0;
            foreach (var token in tokenizer.Encode(text, addSpecialTokens: false).Tokens)
            {
                Assert.InRange(token.Utf8Offset.Start.Value, start, token.Utf8Offset.End.Value);
                start = token.Utf8Offset.Start.Value;
            }

            Assert.InRange(start, 0, Encoding.UTF8.GetByteCount(text));
        }
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_the_pipeline_has_nothing_for_is_refused_with_its_name(string key)
    {
        byte[] model = s_golden.GetProperty("refused").GetProperty(key).GetBytesFromBase64();

        var error = Assert.Throws<InvalidFileException>(() => Tokenizer.Load("refused.model", model));

        Assert.Equal(key, error.Key);
    }

    [Theory]
    [InlineData("bpe with bytes", "llama")]
    [InlineData("bpe as it is", "llama")]
    [InlineData("unigram", "t5")]
    [InlineData("unigram with rules", "t5")]
    [InlineData("unigram with symbols", "t5")]
    [InlineData("unigram with symbols and rules", "t5")]
    public void A_model_in_gguf_gives_the_ids_of_sentencepiece(string name, string algorithm)
    {
        var model = SentencePieceModel.Read(name, Bytes(name));
        var tokenizer = Tokenizer.Load("gguf", new GgufWriter()
            .Add("tokenizer.ggml.model", algorithm)
            .Add("tokenizer.ggml.tokens", [.. Enumerable.Range(0, model.Count).Select(id => Encoding.UTF8.GetString(model.Piece(id)))])
            .Add("tokenizer.ggml.scores", model.Scores.ToArray())
            .Add("tokenizer.ggml.token_type", [.. Enumerable.Range(0, model.Count).Select(id => (int)model.Type(id))])
            .Add("tokenizer.ggml.precompiled_charsmap", [.. model.Normalizer.PrecompiledCharsMap.ToArray().Select(value => (int)value)])
            .Add("tokenizer.ggml.add_space_prefix", model.Normalizer.AddDummyPrefix)
            .Add("tokenizer.ggml.remove_extra_whitespaces", model.Normalizer.RemoveExtraWhitespaces)
            .ToArray());
        var expected = Expected(name).GetProperty("ids");
        for (int i = 0; i < s_texts.Length; i++)
            Assert.Equal((s_texts[i], expected[i].GetString()), (s_texts[i], string.Join(' ', tokenizer.EncodeToIds(s_texts[i], addSpecialTokens: false))));
    }

    private static void AssertEqual(string name, Tokenizer tokenizer)
    {
        var expected = Expected(name);
        for (int i = 0; i < s_texts.Length; i++)
        {
            int[] ids = tokenizer.EncodeToIds(s_texts[i]);
            Assert.Equal((s_texts[i], expected.GetProperty("ids")[i].GetString()), (s_texts[i], string.Join(' ', ids)));
            Assert.Equal((s_texts[i], expected.GetProperty("decoded")[i].GetString()), (s_texts[i], tokenizer.Decode(ids)));
        }
    }

    private static Tokenizer Load(string name) => Tokenizer.Load(name, Bytes(name));

    private static byte[] Bytes(string name) => Expected(name).GetProperty("model").GetBytesFromBase64();

    private static JsonElement Expected(string name) => s_golden.GetProperty("models").GetProperty(name);
}
