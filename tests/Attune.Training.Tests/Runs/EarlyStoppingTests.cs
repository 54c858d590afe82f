using Attune.Formats.Tests;
using Attune.Models;

namespace Attune.Training.Tests;

public sealed class EarlyStoppingTests : IDisposable
{
    // A model that is too large for its text and learns too fast: the validation loss falls, then rises.
    private static readonly Recipe s_tooMuch = new()
    {
        Layers = 1,
        Heads = 2,
        Width = 32,
        ContextLength = 16,
        BatchSize = 8,
        Steps = 400,
        WarmupSteps = 2,
        LearningRate = 2e-2,
        FinalLearningRate = 2e-2,
        Tokenizer = "characters",
        ValidationShare = 0.3,
        EvaluateEvery = 10,
        EvaluationTokens = 0,
        SaveEvery = 0,
        SampleEvery = 0,
        Patience = 3,
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Training_ends_when_patience_does_and_the_best_model_is_the_run_s()
    {
        var (run, result, losses) = Train(s_tooMuch);
        var model = ModelFolder.Load(run.Folder.Path);

        Assert.True(result.IsComplete);
        Assert.InRange(result.State.Step, 40, 399);
        Assert.Equal(3, result.State.EvaluationsWithoutBest);
        Assert.Equal(losses.Min(), losses[^4]);
        Assert.All(losses[^3..], loss => Assert.True(loss >= losses[^4]));
        Assert.Equal(losses.Min(), result.State.BestValidationLoss);
        // In the folder, in memory, and in what is told.
        Assert.Equal(losses.Min(), Evaluation.Run(model, run.Data.EvaluationBatches()).Loss);
        Assert.Equal(losses.Min(), run.Evaluate()!.Value.Loss);
        Assert.Equal(losses.Min(), result.Validation!.Value.Loss);

        // It is over, and stays so.
        var again = TrainingRun.Resume(run.Folder.Path).Train();
        Assert.Equal((true, result.State.Step, losses.Min()), (again.IsComplete, again.State.Step, again.Validation!.Value.Loss));
    }

    [Fact]
    public void Without_patience_training_goes_on_and_the_last_model_is_the_run_s()
    {
        var (run, result, losses) = Train(s_tooMuch with { Patience = 0, Steps = 60 });

        Assert.Equal(60, result.State.Step);
        Assert.Equal(losses[^1], Evaluation.Run(ModelFolder.Load(run.Folder.Path), run.Data.EvaluationBatches()).Loss);
    }

    private (TrainingRun Run, TrainingResult Result, double[] Losses) Train(Recipe recipe)
    {
        File.WriteAllText(_folder.File("a.txt"), string.Join(' ', Enumerable.Range(1, 120).Select(i => i * i * 7919 % 100_003)));
        var run = TrainingRun.Create(recipe, [_folder.File("a.txt")], _folder.File("run"));
        var losses = new List<double>();
        var result = run.Train(new Losses(losses));
        return (run, result, [.. losses]);
    }

    private sealed class Losses(List<double> losses) : ITrainingObserver
    {
        public void Evaluated(long step, Evaluation evaluation, bool isBest) => losses.Add(evaluation.Loss);
    }
}
