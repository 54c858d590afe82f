using System.Text.Json.Nodes;
using Attune.Formats;
using Attune.Kernels;
using Attune.Models;
using Attune.Tensors;

namespace Attune.Training;

/// <summary>Writes down what a run does: metrics, samples, TensorBoard's file, the page; and tells the observer.</summary>
internal sealed class RunLog : IDisposable
{
    private readonly TrainingRun _run;
    private readonly ITrainingObserver? _observer;
    private readonly MetricsLog _log;
    private readonly EventFile _events;
    private readonly List<TrainingMetrics> _metrics;
    private readonly List<RunSample> _samples;
    private readonly HashSet<FindingKind> _told = [];
    private readonly double _peak;

    public RunLog(TrainingRun run, long step, ITrainingObserver? observer)
    {
        _run = run;
        _observer = observer;
        _log = MetricsLog.Open(run.Folder.Metrics, step);
        _metrics = [.. MetricsLog.Read(run.Folder.Metrics)];
        _samples = [.. ReadSamples(run.Folder.Samples).Where(sample => sample.Step <= step)];
        // Samples behind the checkpoint come again.
        if (File.Exists(run.Folder.Samples))
            AtomicFile.Write(run.Folder.Samples, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(string.Concat(_samples.Select(Line)))));
        _events = EventFile.Append(run.Folder.Events);
        // The best of several: what disturbs a sample makes the peak too low, never too high.
        _peak = 1e9 * Enumerable.Range(0, 5).Max(_ => HardwareLimits.FusedMultiplyAdd(Workers.Count, TimeSpan.FromMilliseconds(20)));
    }

    public void Add(in StepResult step, double seconds, double? validationLoss, CheckpointState state)
    {
        double rate = step.Tokens / Math.Max(seconds, 1e-9);
        var entry = new TrainingMetrics
        {
            Step = step.Step,
            Tokens = state.Tokens,
            Loss = step.Loss,
            ValidationLoss = validationLoss,
            LearningRate = step.LearningRate,
            GradientNorm = step.GradientNorm,
            TokensPerSecond = rate,
            FractionOfPeak = step.Operations / Math.Max(seconds, 1e-9) / _peak,
            MemoryBytes = Environment.WorkingSet,
            Seconds = state.Seconds,
        };
        _log.Append(entry);
        _metrics.Add(entry);
        var now = DateTimeOffset.UtcNow;
        _events.WriteScalars(
            step.Step, now, ("loss/train", (float)step.Loss), ("learning_rate", (float)step.LearningRate), ("gradient_norm", (float)step.GradientNorm),
            ("speed/tokens_per_second", (float)rate));
        if (validationLoss is double loss)
            _events.WriteScalars(step.Step, now, ("loss/validation", (float)loss));
        _observer?.Stepped(entry);
        if (validationLoss is not null)
            Diagnose();
    }

    public void Add(RunSample sample)
    {
        _samples.Add(sample);
        _events.WriteText(sample.Step, DateTimeOffset.UtcNow, "sample", sample.Text);
        File.AppendAllText(_run.Folder.Samples, Line(sample));
        _observer?.Sampled(sample);
    }

    /// <summary>Before a checkpoint that counts on the entries.</summary>
    public void Flush() => _log.Flush();

    public void WriteReport(bool isComplete)
    {
        var recipe = _run.Recipe;
        var costs = new ModelCosts(_run.Model);
        var report = new RunReport
        {
            Title = recipe.Name,
            About = recipe.Description,
            Metrics = _metrics,
            Samples = _samples,
            Findings = Findings(),
            LossReference = _run.Data.Entropy is double entropy ? new ChartReference("entropy of the generator", entropy) : null,
            Facts =
            [
                ("Model", $"{_run.Model.Config.ModelType}, {recipe.Layers} layers, {recipe.Width} wide, {recipe.Heads} heads, context {recipe.ContextLength}"),
                ("Parameters", ReadableNumber.Count(costs.Parameters)),
                ("Data", _run.Data.Description),
                ("Tokenizer", $"{recipe.Tokenizer}, {ReadableNumber.Count(_run.Tokenizer.IdLimit)} tokens"),
                ("Steps", $"{ReadableNumber.Count(_metrics.Count > 0 ? _metrics[^1].Step : 0)} of {ReadableNumber.Count(recipe.Steps)}{(isComplete ? "" : ", not finished")}"),
                ("Tokens a step", ReadableNumber.Count(recipe.TokensPerStep)),
                ("Precision", recipe.Precision),
                ("Seed", recipe.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                ("Threads", $"{Workers.Count}, kernels {KernelPaths.Current}"),
                ("Peak", $"{_peak / 1e9:0} GFLOP/s of f32, measured at the start"),
            ],
        };
        report.Save(_run.Folder.Report);
    }

    public void Dispose()
    {
        _log.Dispose();
        _events.Dispose();
    }

    private IReadOnlyList<TrainingFinding> Findings() => TrainingDiagnosis.Diagnose(_metrics, Math.Max(2, _run.Model.VocabularySize), _run.Statistics);

    // Each kind of finding is told once; the page has them all.
    private void Diagnose()
    {
        foreach (var finding in Findings())
        {
            if (_told.Add(finding.Kind))
                _observer?.Found(finding);
        }
    }

    private static string Line(RunSample sample) =>
        new JsonObject { ["step"] = sample.Step, ["prompt"] = sample.Prompt, ["text"] = sample.Text }.ToJsonString() + "\n";

    private static IEnumerable<RunSample> ReadSamples(string path)
    {
        if (!File.Exists(path))
            yield break;
        foreach (string line in File.ReadLines(path))
        {
            JsonNode? entry;
            try
            {
                entry = JsonNode.Parse(line);
            }
            catch (System.Text.Json.JsonException)
            {
                // What a crash cut off is the last line.
                yield break;
            }

            if (entry?["step"] is { } step && entry["text"] is { } text)
                yield return new RunSample(step.GetValue<long>(), entry["prompt"]?.GetValue<string>() ?? "", text.GetValue<string>());
        }
    }
}
