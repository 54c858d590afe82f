using System.Text.Json;

namespace Attune.Tokenizers.Tests;

/// <summary>Ids that others computed: llama.cpp, tiktoken, llama2.c, SentencePiece. Zero differences.</summary>
public class PublishedVectorsTests
{
    [RealDataFact("tokenizers/gguf")]
    public void Gpt2_in_gguf_gives_the_ids_of_llama_cpp() => CompareWithLlamaCpp("gpt-2", isLossless: true);

    [RealDataFact("tokenizers/gguf")]
    public void Llama_in_gguf_gives_the_ids_of_llama_cpp() => CompareWithLlamaCpp("llama-spm", isLossless: true);

    [RealDataFact("tokenizers/gguf")]
    public void Bert_in_gguf_gives_the_ids_of_llama_cpp() => CompareWithLlamaCpp("bert-bge", isLossless: false);

    [RealDataFact("tokenizers/tiktoken")]
    public void Cl100k_gives_the_ids_of_tiktoken() =>
        CompareWithIds(Tokenizer.Load(SharedData.Locate("tokenizers/tiktoken/cl100k_base.tiktoken")!), "tokenizers/tiktoken/tokens.json");

    [RealDataFact("tokenizers/tiktoken", "tokenizers/gpt2")]
    public void Gpt2_gives_the_ids_of_tiktoken() => CompareWithIds(Tokenizer.Load(SharedData.Locate("tokenizers/gpt2")!), "tokenizers/tiktoken/tokens_gpt2.json");

    [RealDataFact("weights/stories260K")]
    public void Llama2c_vocabulary_gives_the_ids_of_llama2c_on_its_story()
    {
        string document = File.ReadAllText(SharedData.Locate("weights/stories260K/stories260K.md")!);
        int begin = document.IndexOf('\n', document.IndexOf("$ ./run", StringComparison.Ordinal)) + 1;
        string story = document[begin..(document.IndexOf("```", begin, StringComparison.Ordinal) - 1)];
        var tokenizer = Tokenizer.Load(SharedData.Locate("weights/stories260K/tok512.bin")!);

        int[] ids = tokenizer.EncodeToIds(story);

        Assert.Equal(1, ids[0]);
        Assert.Equal(Golden.Read<int[]>("llama2c_ids.json"), ids[1..]);
        Assert.Equal(story, tokenizer.Decode(ids, skipSpecialTokens: true));
        AssertOffsetsJoin(tokenizer, story);
    }

    [RealDataFact("tokenizers/sentencepiece")]
    public void Unigram_gives_the_ids_of_sentencepiece()
    {
        int compared = 0;
        foreach (var line in Golden.Read<JsonElement>("sentencepiece_ids.json").GetProperty("lines").EnumerateArray())
        {
            string text = line.GetProperty("text").GetString()!;
            Assert.Equal(line.GetProperty("ids").Deserialize<int[]>(), Real.Unigram.EncodeToIds(text));
            compared++;
        }

        Assert.True(compared > 100, $"compared {compared} texts");
    }

    private static void CompareWithLlamaCpp(string name, bool isLossless)
    {
        string file = SharedData.Locate($"tokenizers/gguf/ggml-vocab-{name}.gguf")!;
        string[] texts = File.ReadAllText(file + ".inp").Split("\n__ggml_vocab_test__\n");
        string[] expected = File.ReadAllText(file + ".out").Split('\n');
        var tokenizer = Tokenizer.Load(file);
        int compared = 0;
        for (int i = 0; i < texts.Length && i < expected.Length; i++)
        {
            int[] ids = [.. expected[i].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
            Assert.Equal(ids, tokenizer.EncodeToIds(texts[i], addSpecialTokens: false));
            if (isLossless)
            {
                Assert.Equal(texts[i], tokenizer.Decode(ids));
                AssertOffsetsJoin(tokenizer, texts[i]);
            }

            compared++;
        }

        Assert.True(compared > 40, $"compared {compared} texts");
    }

    private static void CompareWithIds(Tokenizer tokenizer, string path)
    {
        string text = File.ReadAllText(SharedData.Locate("tokenizers/tiktoken/lib.rs.txt")!);
        int[] expected = JsonSerializer.Deserialize<int[]>(File.ReadAllText(SharedData.Locate(path)!))!;

        int[] ids = tokenizer.EncodeToIds(text);

        Assert.Equal(expected, ids);
        Assert.Equal(text, tokenizer.Decode(ids));
        AssertOffsetsJoin(tokenizer, text);
    }

    private static void AssertOffsetsJoin(Tokenizer tokenizer, string text)
    {
        var tokens = tokenizer.Encode(text, addSpecialTokens: false).Tokens;
        byte[] utf8 = System.Text.Encoding.UTF8.GetBytes(text);
        Assert.Equal(text, string.Concat(tokens.Select(token => text[token.Offset])));
        Assert.Equal(utf8, tokens.SelectMany(token => utf8[token.Utf8Offset]));
    }
}
