using System.Buffers.Binary;
using System.Security.Cryptography;
using Attune.Tokenizers.Tests;

namespace Attune.Formats.Tests;

/// <summary>Real vocabularies hold what other readers find in them: the numbers are what Golden/facts.py prints.</summary>
public class RealFileTests
{
    [RealDataFact("tokenizers/gguf/ggml-vocab-gpt-2.gguf")]
    public void The_vocabulary_of_GPT_2_is_read()
    {
        var file = LoadGguf("gpt-2", values: 16);

        Assert.Equal("gpt2", file.Get("tokenizer.ggml.model").AsString());
        Assert.Equal("gpt-2", file.Get("tokenizer.ggml.pre").AsString());
        Assert.Equal(1e-5, file.Get("gpt2.attention.layer_norm_epsilon").AsNumber(), 1e-10);
        var tokens = file.Get("tokenizer.ggml.tokens").AsStrings();
        Assert.Equal(50257, tokens.Count);
        Assert.Equal("<|endoftext|>", tokens.GetString((int)file.Get("tokenizer.ggml.eos_token_id").AsInteger()));
        Assert.Equal("5F901D365D09A05D666D09F52606A04676DCBAC736A3A8AAEDB0ED58FEC56A96", Digest(tokens.Count, id => tokens[id]));
        var merges = file.Get("tokenizer.ggml.merges").AsStrings();
        Assert.Equal(50000, merges.Count);
        Assert.Equal("38C8CCAA94C1EDE11C3563C754959AD7B331D89EF9465BF3C805EAC006A2B4AA", Digest(merges.Count, id => merges[id]));
        Assert.Equal(50259, file.Get("tokenizer.ggml.token_type").AsIntegers().Sum());
    }

    [RealDataFact("tokenizers/gguf/ggml-vocab-llama-spm.gguf")]
    public void The_vocabulary_of_Llama_is_read()
    {
        var file = LoadGguf("llama-spm", values: 22);

        Assert.Equal(32000, file.Get("llama.vocab_size").AsInteger());
        Assert.True(file.Get("tokenizer.ggml.add_bos_token").AsBool());
        Assert.False(file.Find("tokenizer.ggml.add_eos_token")?.AsBool() ?? true);
        var tokens = file.Get("tokenizer.ggml.tokens").AsStrings();
        Assert.Equal("78CA4239F01B5468CF0FB3F45587DA37061A7326294C2B6BD17E343651440414", Digest(tokens.Count, id => tokens[id]));
        Assert.Equal(-16503658723.0, file.Get("tokenizer.ggml.scores").AsFloats().Sum(score => (double)score));
        Assert.Equal(33285, file.Get("tokenizer.ggml.token_type").AsIntegers().Sum());
    }

    [RealDataFact("tokenizers/gguf/ggml-vocab-bert-bge.gguf")]
    public void The_vocabulary_of_BERT_is_read()
    {
        var file = LoadGguf("bert-bge", values: 20);

        var tokens = file.Get("tokenizer.ggml.tokens").AsStrings();
        Assert.Equal("13986C53E5D7C400C184533F3CCF32914361B3615F6EBB3B08C535864AAA2C93", Digest(tokens.Count, id => tokens[id]));
        Assert.Equal(30532, file.Get("tokenizer.ggml.token_type").AsIntegers().Sum());
        Assert.Equal("[CLS]", tokens.GetString((int)file.Get("tokenizer.ggml.cls_token_id").AsInteger()));
        Assert.Null(file.Find("tokenizer.ggml.scores"));
    }

    [RealDataFact("tokenizers/sentencepiece/test_model.model")]
    public void A_model_of_SentencePiece_is_read()
    {
        var model = Frugally("tokenizers/sentencepiece/test_model.model", SentencePieceModel.Load);

        Assert.Equal(1000, model.Count);
        Assert.Equal("17D26191E7FDE1CAE0BD75A108E2240C11C0ACDBBC01B4B378E7F9C406AC8F85", Digest(model.Count, id => model.Piece(id)));
        Assert.Equal(-7930.309740304947, model.Scores.ToArray().Sum(score => (double)score), 1e-9);
        Assert.Equal(0, model.UnknownId);
        Assert.Equal([1, 2], Enumerable.Range(0, model.Count).Where(id => model.Type(id) == SentencePieceType.Control));
        Assert.Equal(SentencePieceAlgorithm.Unigram, model.Trainer.Algorithm);
        Assert.Equal("nfkc", model.Normalizer.Name);
        Assert.Equal(237_484, model.Normalizer.PrecompiledCharsMap.Length);
        Assert.True(model.Normalizer.AddDummyPrefix && model.Normalizer.RemoveExtraWhitespaces && model.Normalizer.EscapeWhitespaces);
        Assert.Null(model.Denormalizer);
    }

    [RealDataFact("weights/stories260K/tok512.bin")]
    public void A_vocabulary_of_llama2c_is_read()
    {
        var vocabulary = Frugally("weights/stories260K/tok512.bin", Llama2cVocabulary.Load);

        Assert.Equal(512, vocabulary.Count);
        Assert.Equal(7, vocabulary.MaxTokenLength);
        Assert.Equal("CA1FBD8C98EA598064FCD65607F56510A64A3FC97F0E0241200FB2824AB7C94A", Digest(vocabulary.Count, id => vocabulary.Token(id)));
        Assert.Equal(-31878.0, vocabulary.Scores.ToArray().Sum(score => (double)score));
    }

    private static GgufFile LoadGguf(string name, int values)
    {
        var file = Frugally($"tokenizers/gguf/ggml-vocab-{name}.gguf", GgufFile.Load);
        Assert.Equal((3, values, 0), (file.Version, file.Metadata.Count, file.Tensors.Count));
        Assert.Equal(name, file.Get("general.name").AsString());
        return file;
    }

    /// <summary>Loads a file and sees that all that was ever allocated for it is less than twice its size.</summary>
    private static T Frugally<T>(string path, Func<string, T> load)
    {
        string full = SharedData.Locate(path)!;
        load(full); // once for what the runtime itself allocates on the way
        long before = GC.GetAllocatedBytesForCurrentThread();
        T loaded = load(full);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < (2 * new FileInfo(full).Length) + 10_000, $"{path}: {allocated} bytes");
        return loaded;
    }

    private static string Digest(int count, Func<int, ReadOnlySpan<byte>> piece)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] length = new byte[sizeof(int)];
        for (int id = 0; id < count; id++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(length, piece(id).Length);
            sha.AppendData(length);
            sha.AppendData(piece(id));
        }

        return Convert.ToHexString(sha.GetHashAndReset());
    }
}
