using Attune.Formats.Tests;
using Attune.Models;

namespace Attune.Training.Tests;

/// <summary>Runs on pairs of sentences.</summary>
public sealed class TranslationRunTests : IDisposable
{
    private static readonly Recipe s_recipe = Tiny.Recipe with
    {
        Architecture = "transformer",
        Tokenizer = "bpe",
        VocabularySize = 300,
        ContextLength = 32,
        BatchTokens = 60,
        LabelSmoothing = 0.1,
        ValidationShare = 0.1,
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_that_was_interrupted_ends_bitwise_as_one_that_was_not()
    {
        string whole = _folder.File("whole"), parts = _folder.File("parts");
        TrainingRun.Create(s_recipe, Pairs(), whole).Train();
        var first = TrainingRun.Create(s_recipe, Pairs(), parts);
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        for (var run = first; run.Step < s_recipe.Steps; run = TrainingRun.Resume(parts))
            run.Train(null, stop.Token);

        Assert.Equal(Tiny.ModelOf(whole), Tiny.ModelOf(parts));
        Assert.IsAssignableFrom<EncoderDecoder>(ModelFolder.Load(whole));
    }

    [Fact]
    public void Pairs_of_the_generator_need_no_files()
    {
        var recipe = s_recipe with { GeneratedPairs = 200, Steps = 3 };
        foreach (string generator in new[] { "german", "copy" })
        {
            var result = TrainingRun.Create(recipe with { PairGenerator = generator }, new DataSource(), _folder.File(generator)).Train();

            Assert.True(result.IsComplete);
            Assert.True(double.IsFinite(result.Validation!.Value.Loss));
        }
    }

    [Fact]
    public void Other_pairs_can_validate_and_empty_sides_are_left_out()
    {
        var data = Pairs() with { ValidationPairs = [Text("v.en", ["good day", "", "a"]), Text("v.de", ["guten Tag", "leer", "ein"])] };

        var run = TrainingRun.Create(s_recipe with { Steps = 2 }, data, _folder.File("run"));

        Assert.Equal(2, run.Data.ValidationPairs!.Count);
        Assert.Equal("a.en and a.de, 60 pairs", run.Data.Description);
        Assert.Equal("good day", run.Tokenizer.Decode(run.Data.ValidationPairs.SourceOf(0)));
    }

    [Fact]
    public void What_does_not_go_together_is_said()
    {
        Assert.Equal(
            "architecture: expected transformer to learn from pairs, found gpt2; the recipe transformer-tiny is one",
            Assert.Throws<ArgumentException>(() => TrainingRun.Create(Tiny.Recipe, Pairs(), _folder.File("x"))).Message);
        Assert.Equal(
            "data: expected pairs of sentences for architecture transformer, found texts; give them by pairs",
            Assert.Throws<ArgumentException>(() => TrainingRun.Create(s_recipe, [Tiny.Text(_folder)], _folder.File("x"))).Message);
        Assert.StartsWith(
            "pairs: expected sentences of at most 2 tokens",
            Assert.Throws<ArgumentException>(() => TrainingRun.Create(s_recipe with { ContextLength = 2, SampleTokens = 1 }, Pairs(), _folder.File("x"))).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("x")));
    }

    private DataSource Pairs() => new()
    {
        Pairs =
        [
            Text("a.en", Enumerable.Range(0, 60).Select(i => $"the {i % 7} dogs see {i % 5} cats")),
            Text("a.de", Enumerable.Range(0, 60).Select(i => $"die {i % 7} Hunde sehen {i % 5} Katzen")),
        ],
    };

    private string Text(string name, IEnumerable<string> lines)
    {
        File.WriteAllLines(_folder.File(name), lines);
        return _folder.File(name);
    }
}
