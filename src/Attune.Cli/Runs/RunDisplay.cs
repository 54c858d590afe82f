using System.CommandLine;
using System.Globalization;
using Attune.Inference;
using Attune.Models;
using Attune.Training;

namespace Attune.Cli.Runs;

/// <summary>Shows a run: a panel that changes in a terminal, elsewhere a line every few seconds.</summary>
internal sealed class RunDisplay : ITrainingObserver
{
    private static readonly TimeSpan s_betweenLines = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_betweenPanels = TimeSpan.FromMilliseconds(200);

    private readonly TextWriter _output;
    private readonly RunPanel? _panel;
    private TrainingRun? _run;
    private string? _preparing;
    private long _shown = long.MinValue;

    private RunDisplay(TextWriter output, RunPanel? panel)
    {
        _output = output;
        _panel = panel;
    }

    /// <summary>Opens a run, trains it to its end and says what came of it.</summary>
    /// <returns>The status of the command.</returns>
    public static int Show(ParseResult arguments, Func<ITrainingObserver, TrainingRun> open, CancellationToken cancellation)
    {
        var console = Verb.Console(arguments);
        var output = arguments.InvocationConfiguration.Output;
        var preparation = new RunDisplay(output, null);
        var run = open(preparation);
        try
        {
            var result = console.Profile.Capabilities is { Interactive: true, Ansi: true }
                ? RunPanel.Run(console, panel => run.Train(new RunDisplay(output, panel), cancellation))
                : run.Train(new RunDisplay(output, null), cancellation);
            return Conclude(arguments, run, result);
        }
        catch (IOException failure) when (Checkpoint.All(run.Folder.Checkpoints) is [.., var newest])
        {
            throw new IOException($"{failure.Message}; {Path.GetFileName(newest)} is whole, go on from it with: attune train --resume {run.Folder.Path}", failure);
        }
    }

    public void Preparing(string what, long done, long total)
    {
        bool isNew = what != _preparing;
        bool isDone = total > 0 && done >= total;
        if (!isNew && !isDone && !IsTime(s_betweenLines))
            return;
        if (isNew)
            _shown = Environment.TickCount64;
        _preparing = what;
        if (!isNew || isDone || total == 0)
            _output.WriteLine(total > 0 ? Invariant($"{what}: {done:n0} of {total:n0}") : what);
    }

    public void Noticed(string what) => _output.WriteLine($"note: {what}");

    public void Started(TrainingRun run)
    {
        _run = run;
        if (run.Step >= run.Recipe.Steps)
            return;
        var costs = new ModelCosts(run.Model);
        string from = run.Step > 0 ? Invariant($", from step {run.Step:n0}") : "";
        _output.WriteLine(Invariant(
            $"{run.Recipe.Name}: {run.Model.Config.ModelType} of {costs.Parameters:n0} parameters, {run.Data.Description}; {run.Recipe.Steps:n0} steps of {run.Recipe.TokensPerStep:n0} tokens{from}"));
    }

    public void Stepped(TrainingMetrics metrics)
    {
        bool isLast = metrics.Step == _run?.Recipe.Steps;
        if (_panel is not null)
        {
            _panel.Add(metrics, _run!, show: isLast || IsTime(s_betweenPanels));
            return;
        }

        if (metrics.Step == 1 || isLast || metrics.ValidationLoss is not null || IsTime(s_betweenLines))
        {
            _shown = Environment.TickCount64;
            _output.WriteLine(Line(metrics));
        }
    }

    public void Sampled(RunSample sample)
    {
        if (_panel is not null)
            _panel.Add(sample);
        else
            _output.WriteLine($"  | {(sample.Prompt + sample.Text).ReplaceLineEndings("\n").Trim().Replace("\n", "\n  | ", StringComparison.Ordinal)}");
    }

    public void Saved(long step, string path)
    {
        if (_panel is null)
            _output.WriteLine(Invariant($"saved {path}"));
    }

    public void Found(TrainingFinding finding)
    {
        if (_panel is not null)
            _panel.Add(finding);
        else
            _output.WriteLine($"note: {finding}");
    }

    private static int Conclude(ParseResult arguments, TrainingRun run, TrainingResult result)
    {
        var output = arguments.InvocationConfiguration.Output;
        string folder = run.Folder.Path;
        if (!result.IsComplete)
        {
            arguments.InvocationConfiguration.Error.WriteLine(
                Invariant($"attune train: stopped at step {result.State.Step:n0} and saved; go on with: attune train --resume {folder}"));
            return Verb.InterruptedStatus;
        }

        if (result.Validation is { } validation)
        {
            output.WriteLine(Invariant(
                $"validation loss {validation.Loss:0.0000}, perplexity {validation.Perplexity:0.00}, {validation.BitsPerByte(run.Data.ValidationBytes):0.000} bits per byte"));
            if (run.Data.Entropy is double entropy)
                output.WriteLine(Invariant($"the generator's entropy is {entropy:0.0000} on the same text: {(validation.Loss / entropy) - 1:0.0 %} above it"));
        }

        if (run.Model is EncoderDecoder)
        {
            if (run.Data.IsEmbedded)
                output.WriteLine(PairCheck.Run(run));
        }
        else if (run.Data.IsEmbedded)
        {
            var model = LoadedModel.Of(folder, new TextGenerator(run.Model, run.Tokenizer));
            var options = new GenerationOptions { Temperature = 0.8, Seed = 1, StopTokens = model.Tokens.Ends };
            output.WriteLine(StoryCheck.Run(model, 10, options).ToString());
        }

        output.WriteLine(Invariant($"{result.State.Tokens:n0} tokens in {TimeSpan.FromSeconds(result.State.Seconds):h\\:mm\\:ss}; look at {run.Folder.Report}"));
        output.WriteLine(run.Model is EncoderDecoder ? $"Translate: attune translate {folder} \"{PairCheck.Example(run)}\"" : $"Talk to it: attune chat {folder}");
        return 0;
    }

    private string Line(TrainingMetrics metrics)
    {
        long steps = _run!.Recipe.Steps;
        string validation = metrics.ValidationLoss is double loss ? Invariant($"  val {loss:0.0000}") : "";
        return Invariant($"step {metrics.Step,6:n0}/{steps:n0}  loss {metrics.Loss:0.0000}{validation}  ") + Invariant(
            $"{metrics.TokensPerSecond,7:n0} tok/s  {metrics.FractionOfPeak ?? 0:0 %} of peak  lr {metrics.LearningRate:0.0e0}  grad {metrics.GradientNorm:0.00}  ") + Invariant(
            $"{metrics.MemoryBytes / 1048576.0:n0} MiB  {Left(metrics, _run)} left");
    }

    /// <summary>Time left at the pace so far.</summary>
    internal static string Left(TrainingMetrics metrics, TrainingRun run)
    {
        long done = Math.Max(1, metrics.Step);
        var left = TimeSpan.FromSeconds(metrics.Seconds / done * (run.Recipe.Steps - metrics.Step));
        return left.TotalHours >= 1 ? left.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture) : left.ToString(@"m\:ss", CultureInfo.InvariantCulture);
    }

    private bool IsTime(TimeSpan between)
    {
        long now = Environment.TickCount64;
        if (_shown != long.MinValue && now - _shown < between.TotalMilliseconds)
            return false;
        _shown = now;
        return true;
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
