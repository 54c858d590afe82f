using Attune.Formats.Tests;

namespace Attune.Training.Tests;

public sealed class TrainingRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_that_was_interrupted_ends_bitwise_as_one_that_was_not()
    {
        string text = Tiny.Text(_folder), whole = _folder.File("whole"), parts = _folder.File("parts");
        TrainingRun.Create(Tiny.Recipe, [text], whole).Train();
        var first = TrainingRun.Create(Tiny.Recipe, [text], parts);
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        for (var run = first; run.Step < Tiny.Recipe.Steps; run = TrainingRun.Resume(parts))
            run.Train(null, stop.Token);

        Assert.Equal(Tiny.ModelOf(whole), Tiny.ModelOf(parts));
        Assert.Equal(12, File.ReadLines(Path.Combine(parts, "metrics.jsonl")).Count());
    }

    [Fact]
    public void A_run_that_cannot_begin_leaves_no_folder()
    {
        string run = _folder.File("run");

        var wrong = Assert.Throws<ArgumentException>(() => TrainingRun.Create(Tiny.Recipe with { ContextLength = 4000 }, [Tiny.Text(_folder, repeats: 5)], run));

        Assert.StartsWith("data: expected at least 4001 training tokens", wrong.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(run));
    }

    [Fact]
    public void What_a_killed_run_left_half_written_is_removed()
    {
        string text = Tiny.Text(_folder), folder = _folder.File("run");
        TrainingRun.Create(Tiny.Recipe with { Steps = 3 }, [text], folder).Train();
        string[] left = [.. new[] { "", "data", "checkpoints" }.Select(place => Path.Combine(folder, place, ".attune-abcdefgh.tmp"))];
        foreach (string file in left)
            File.WriteAllText(file, "half");

        TrainingRun.Resume(folder);

        Assert.DoesNotContain(left, File.Exists);
    }

    [Fact]
    public void A_line_of_half_a_surrogate_pair_is_no_text()
    {
        string file = _folder.File("a.jsonl");
        File.WriteAllText(file, """{"text": "\ud800"}""");

        Assert.Throws<Attune.Formats.InvalidFileException>(() => Documents.Read([file]).Count());
    }

    /// <summary>Where the learning rate does not know how long the run is.</summary>
    [Fact]
    public void A_run_that_is_made_longer_ends_as_one_that_was_so_from_the_beginning()
    {
        var recipe = Tiny.Recipe with { Schedule = "constant" };
        string text = Tiny.Text(_folder), whole = _folder.File("whole"), longer = _folder.File("longer");
        TrainingRun.Create(recipe, [text], whole).Train();
        TrainingRun.Create(recipe with { Steps = 7 }, [text], longer).Train();

        var run = TrainingRun.Resume(longer, steps: 12);
        Assert.Equal(12, TrainingRun.Resume(longer).Recipe.Steps);
        run.Train();

        Assert.Equal(Tiny.ModelOf(whole), Tiny.ModelOf(longer));
    }

    [Fact]
    public void A_run_that_stopped_early_goes_on_where_more_steps_are_asked_for()
    {
        // At a rate of nearly nothing the validation loss stays where it is.
        var recipe = Tiny.Recipe with { Patience = 1, EvaluateEvery = 1, LearningRate = 1e-30, FinalLearningRate = 0 };
        string folder = _folder.File("run");
        Assert.InRange(TrainingRun.Create(recipe, [Tiny.Text(_folder)], folder).Train().State.Step, 1, 5);
        long stopped = TrainingRun.Resume(folder).Step;

        Assert.Equal(stopped, TrainingRun.Resume(folder).Train().State.Step);
        Assert.True(TrainingRun.Resume(folder, steps: 14).Train().State.Step > stopped);
    }

    [Theory]
    [InlineData(11, "steps: expected at least the 12 that the run has taken, found 11")]
    [InlineData(-1, "steps: expected at least 1, found -1")]
    public void A_run_is_not_made_shorter_than_it_is(int steps, string expected)
    {
        string folder = _folder.File("run");
        TrainingRun.Create(Tiny.Recipe, [Tiny.Text(_folder)], folder).Train();
        string before = File.ReadAllText(Path.Combine(folder, "training.json"));

        var wrong = Assert.Throws<ArgumentException>(() => TrainingRun.Resume(folder, steps));

        Assert.Contains(expected, wrong.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(Path.Combine(folder, "training.json")));
    }
}
