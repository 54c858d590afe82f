namespace Attune.Training.Tests;

public sealed class TrainingRunTests : IDisposable
{
    private static readonly Recipe s_tiny = new()
    {
        Layers = 1,
        Heads = 2,
        Width = 16,
        ContextLength = 8,
        BatchSize = 2,
        Accumulation = 2,
        Dropout = 0.1,
        Steps = 12,
        WarmupSteps = 2,
        Tokenizer = "characters",
        EvaluateEvery = 3,
        SampleEvery = 4,
        SampleTokens = 4,
        SaveEvery = 5,
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("attune").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_run_that_was_interrupted_ends_bitwise_as_one_that_was_not()
    {
        string text = Text("a.txt", 60), whole = In("whole"), parts = In("parts");
        TrainingRun.Create(s_tiny, [text], whole).Train();
        var first = TrainingRun.Create(s_tiny, [text], parts);
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        for (var run = first; run.Step < s_tiny.Steps; run = TrainingRun.Resume(parts))
            run.Train(null, stop.Token);

        Assert.Equal(File.ReadAllBytes(Path.Combine(whole, "model.safetensors")), File.ReadAllBytes(Path.Combine(parts, "model.safetensors")));
        Assert.Equal(12, File.ReadLines(Path.Combine(parts, "metrics.jsonl")).Count());
    }

    [Fact]
    public void A_run_that_cannot_begin_leaves_no_folder()
    {
        string run = In("run");

        var wrong = Assert.Throws<ArgumentException>(() => TrainingRun.Create(s_tiny with { ContextLength = 4000 }, [Text("a.txt", 5)], run));

        Assert.StartsWith("data: expected at least 4001 training tokens", wrong.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(run));
    }

    [Fact]
    public void What_a_killed_run_left_half_written_is_removed()
    {
        string text = Text("a.txt", 60), folder = In("run");
        TrainingRun.Create(s_tiny with { Steps = 3 }, [text], folder).Train();
        string[] left = [.. new[] { "", "data", "checkpoints" }.Select(place => Path.Combine(folder, place, ".attune-abcdefgh.tmp"))];
        foreach (string file in left)
            File.WriteAllText(file, "half");

        TrainingRun.Resume(folder);

        Assert.DoesNotContain(left, File.Exists);
    }

    [Fact]
    public void A_line_of_half_a_surrogate_pair_is_no_text()
    {
        string file = In("a.jsonl");
        File.WriteAllText(file, """{"text": "\ud800"}""");

        Assert.Throws<Attune.Formats.InvalidFileException>(() => Documents.Read([file]).Count());
    }

    private string In(string name) => Path.Combine(_folder, name);

    private string Text(string name, int repeats)
    {
        File.WriteAllText(In(name), string.Concat(Enumerable.Repeat("the cat sat on the mat. ", repeats)));
        return In(name);
    }
}
