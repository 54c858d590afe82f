namespace Attune.Tokenizers.Tests;

/// <summary>Loaded, saved as <c>tokenizer.json</c> and loaded again, a tokenizer of every algorithm gives the same ids on the novels.</summary>
public class SaveTests
{
    [RealDataFact("tokenizers", "text/novels")]
    public void Byte_level_bpe_of_priorities_survives() => Survives(Real.Cl100k);

    [RealDataFact("tokenizers", "text/novels")]
    public void Byte_level_bpe_of_merges_survives() => Survives(Real.Gpt2);

    [RealDataFact("tokenizers", "text/novels")]
    public void Sentencepiece_bpe_survives() => Survives(Real.Llama);

    [RealDataFact("tokenizers", "text/novels")]
    public void Unigram_survives() => Survives(Real.Unigram);

    [RealDataFact("tokenizers", "text/novels")]
    public void WordPiece_survives() => Survives(Real.Bert);

    [RealDataFact("text/novels")]
    public void Words_survive()
    {
        var vocabulary = Vocabulary.Create(["[UNK]", .. Real.Novels(1_000_000).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Distinct().Take(20_000).Where(word => word != "[UNK]")]);
        Survives(new Tokenizer(new WordLevel(vocabulary, "[UNK]"), new Nfc(), new WhitespaceSplit(), addedTokens: [new AddedToken("[UNK]", 0)]));
    }

    [RealDataFact("text/novels")]
    public void Bytes_survive() => Survives(ByteTokenizer.Create());

    private static void Survives(Tokenizer tokenizer)
    {
        string path = Path.Combine(Path.GetTempPath(), $"attune-{Guid.NewGuid():N}.json");
        try
        {
            tokenizer.Save(path);
            var loaded = Tokenizer.Load(path);
            byte[] first = File.ReadAllBytes(path);
            loaded.Save(path);
            Assert.True(first.AsSpan().SequenceEqual(File.ReadAllBytes(path)), "saved twice, the files differ");
            string[] files = Directory.GetFiles(SharedData.Locate("text/novels")!, "*.txt");
            Parallel.ForEach(files, file =>
            {
                string text = File.ReadAllText(file);
                Assert.True(tokenizer.EncodeToIds(text).AsSpan().SequenceEqual(loaded.EncodeToIds(text)), file);
            });
        }
        finally
        {
            File.Delete(path);
        }
    }
}
