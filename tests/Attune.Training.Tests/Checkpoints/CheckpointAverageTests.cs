using Attune.Formats;
using Attune.Formats.Tests;
using Attune.Models;
using Attune.Nn;

namespace Attune.Training.Tests;

public sealed class CheckpointAverageTests : IDisposable
{
    private static readonly Recipe s_tiny = new() { Layers = 1, Heads = 2, Width = 8, ContextLength = 8, InitializerRange = 0.5 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>GPT-2 stores its matrices transposed, Llama does not.</summary>
    [Theory]
    [InlineData("gpt2")]
    [InlineData("llama")]
    public void Every_number_is_the_mean_of_those_of_the_checkpoints(string architecture)
    {
        SequenceModel[] models = [.. Enumerable.Range(1, 3).Select(seed => Fresh(architecture, seed))];
        string[] folders = [.. models.Select(Saved)];
        var mean = Fresh(architecture, 9);

        CheckpointAverage.Into(mean, folders);

        for (int i = 0; i < mean.Parameters.Count; i++)
        {
            float[][] each = [.. models.Select(model => model.Parameters[i].Value.ToArray<float>())];
            Assert.Equal(each[0].Select((_, k) => (float)(((double)each[0][k] + each[1][k] + each[2][k]) / 3)), mean.Parameters[i].Value.ToArray<float>());
        }

        CheckpointAverage.Into(mean, folders[1..2]);
        Assert.Equal(models[1].Parameters[^1].Value.ToArray<float>(), mean.Parameters[^1].Value.ToArray<float>());
    }

    [Fact]
    public void No_checkpoints_and_checkpoints_of_other_sizes_are_refused()
    {
        var model = Fresh("gpt2", 1);
        string wider = Saved((s_tiny with { Width = 16 }).ModelOf(11).Create(Weights.Fresh(1)));

        Assert.Throws<ArgumentException>(() => CheckpointAverage.Into(model, []));
        Assert.StartsWith(wider, Assert.Throws<InvalidFileException>(() => CheckpointAverage.Into(model, [wider])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_model_of_a_run_is_the_mean_of_its_newest_checkpoints()
    {
        string path = _folder.File("run");
        var recipe = s_tiny with { Stories = 40, VocabularySize = 300, BatchSize = 2, Steps = 8, WarmupSteps = 1, SaveEvery = 2, KeepCheckpoints = 3, AverageCheckpoints = 2, SampleEvery = 0 };
        var run = TrainingRun.Create(recipe, [], path);
        var result = run.Train();

        var mean = ModelFolder.Load(path);
        var expected = ModelFolder.Load(path);
        CheckpointAverage.Into(expected, Checkpoint.All(Path.Combine(path, "checkpoints")).TakeLast(2));
        Assert.Equal(["step-00000004", "step-00000006", "step-00000008"], Checkpoint.All(Path.Combine(path, "checkpoints")).Select(folder => Path.GetFileName(folder)));
        foreach (var (one, other) in expected.Parameters.Zip(mean.Parameters))
            Assert.Equal(one.Value.ToArray<float>(), other.Value.ToArray<float>());
        Assert.Equal(Evaluation.Run(mean, run.Data.EvaluationBatches()).Loss, result.Validation!.Value.Loss);
    }

    private static SequenceModel Fresh(string architecture, int seed) => (s_tiny with { Architecture = architecture }).ModelOf(11).Create(Weights.Fresh((ulong)seed));

    private string Saved(SequenceModel model)
    {
        string folder = _folder.File(Path.GetRandomFileName());
        Directory.CreateDirectory(folder);
        ModelFolder.Save(model, folder);
        return folder;
    }
}
