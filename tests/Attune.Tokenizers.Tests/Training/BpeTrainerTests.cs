using System.Text;
using System.Text.Json;

namespace Attune.Tokenizers.Tests;

public class BpeTrainerTests
{
    [RealDataFact("tokenizers/bpe_training/corpus.en")]
    public void The_reference_corpus_gives_exactly_the_reference_merges_and_vocabulary()
    {
        string folder = SharedData.Locate("tokenizers/bpe_training")!;
        var trainer = new BpeTrainer { VocabularySize = 500, SpecialTokens = ["<|endoftext|>"] };
        var result = trainer.Train(TrainingCorpus.FromFiles([Path.Combine(folder, "corpus.en")], null, new SplitterPreTokenizer(new Gpt2Splitter())));

        var expected = File.ReadLines(Path.Combine(folder, "train-bpe-reference-merges.txt"));
        Assert.Equal(expected, result.Merges.Select(merge => $"{Gpt2Form(result, merge.Left)} {Gpt2Form(result, merge.Right)}"));
        using var vocabulary = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "train-bpe-reference-vocab.json")));
        Assert.Equal(
            vocabulary.RootElement.EnumerateObject().ToDictionary(token => token.Value.GetInt32(), token => token.Name),
            Enumerable.Range(0, result.Vocabulary.Count).ToDictionary(id => id, id => Gpt2Form(result, id)));
        Assert.True(result.IsComplete);
    }

    // GPT-2 writes each byte as a printable character: itself, or else the next one from U+0100 on.
    private static string Gpt2Form(BpeTrainingResult result, int id)
    {
        var form = new StringBuilder();
        foreach (byte value in result.Vocabulary.Bytes(id))
        {
            bool printable = value is >= 33 and <= 126 or >= 161 and <= 172 or >= 174;
            form.Append(printable ? (char)value : (char)(256 + value - (value < 33 ? 0 : value < 161 ? 127 - 33 : 173 - 33 - 34)));
        }

        return form.ToString();
    }
}
