using System.Text;
using Attune.Formats.Tests;
using Attune.Tokenizers.Tests;

namespace Attune.Training.Tests;

public sealed class TrainingDataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>nanoGPT's split: the first 1,003,854 of 1,115,394 characters to learn from, the last tenth to validate on.</summary>
    [RealDataFact("text/tinyshakespeare.txt")]
    public void Tiny_Shakespeare_is_cut_as_nanoGPT_cuts_it_and_every_token_is_predicted_once()
    {
        string file = SharedData.Locate("text/tinyshakespeare.txt")!, text = File.ReadAllText(file);
        var folder = new RunFolder(_folder.File("run"));
        var recipe = new Recipe { Tokenizer = "characters", ContextLength = 64 };

        var data = TrainingData.Prepare(recipe, new DataSource { Texts = [file] }, folder);

        // 65 characters, and the unknown one.
        Assert.Equal(66, data.Tokenizer.IdLimit);
        Assert.Equal((1_003_854, 111_540), (Ids(folder, "training.tokens").Length, Ids(folder, "validation.tokens").Length));
        Assert.Equal(text[..1_003_854], data.Tokenizer.Decode(Ids(folder, "training.tokens")));
        int[] validation = Ids(folder, "validation.tokens");
        Assert.Equal(text[1_003_854..], data.Tokenizer.Decode(validation));
        Assert.Equal(111_540, data.ValidationBytes);
        var labels = new List<int>();
        foreach (var batch in data.EvaluationBatches())
        {
            Assert.All(batch.Lengths.ToArray(), length => Assert.InRange(length, 1, 64));
            labels.AddRange(batch.Labels);
        }

        Assert.Equal(validation[1..], labels);
    }

    [Fact]
    public void One_document_is_cut_between_characters()
    {
        File.WriteAllText(_folder.File("a.txt"), string.Concat(Enumerable.Repeat("日本語", 100)));
        var folder = new RunFolder(_folder.File("run"));

        // 900 bytes; nine tenths and some are 811, within a character.
        var data = TrainingData.Prepare(new Recipe { Tokenizer = "characters", ContextLength = 8, ValidationShare = 0.098 }, new DataSource { Texts = [_folder.File("a.txt")] }, folder);

        Assert.Equal((270, 30), (Ids(folder, "training.tokens").Length, Ids(folder, "validation.tokens").Length));
        Assert.Equal(90, data.ValidationBytes);
    }

    [Fact]
    public void Of_several_documents_the_last_ones_validate()
    {
        File.WriteAllText(_folder.File("a.jsonl"), string.Concat(Enumerable.Range(0, 20).Select(i => $"{{\"text\": \"document {(char)('a' + i)} says what it is\"}}\n")), Encoding.UTF8);
        var folder = new RunFolder(_folder.File("run"));

        var data = TrainingData.Prepare(new Recipe { Tokenizer = "characters", ContextLength = 8, ValidationShare = 0.1 }, new DataSource { Texts = [_folder.File("a.jsonl")] }, folder);

        string validation = data.Tokenizer.Decode(Ids(folder, "validation.tokens"));
        Assert.Equal("document s says what it isdocument t says what it is", validation);
        Assert.DoesNotContain("document s", data.Tokenizer.Decode(Ids(folder, "training.tokens")), StringComparison.Ordinal);
    }

    private static int[] Ids(RunFolder folder, string name)
    {
        using var tokens = TokenFile.Open(Path.Combine(folder.Data, name));
        var ids = new int[tokens.Length];
        tokens.Read(0, ids);
        return ids;
    }
}
