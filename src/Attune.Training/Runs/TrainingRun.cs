using System.Diagnostics;
using System.Globalization;
using Attune.Formats;
using Attune.Inference;
using Attune.Models;
using Attune.Tokenizers;

namespace Attune.Training;

/// <summary>
/// A run of training in a folder: <c>config.json</c>, <c>tokenizer.json</c>, <c>model.safetensors</c>, <c>training.json</c>, <c>metrics.jsonl</c>, a file for
/// TensorBoard, <c>report.html</c>, and checkpoints to go on from. Not thread-safe.
/// </summary>
public sealed class TrainingRun
{
    private readonly TrainingData _data;
    private readonly Trainer _trainer;
    private CheckpointState _state;

    private TrainingRun(Recipe recipe, RunFolder folder, TrainingData data, SequenceModel model, CheckpointState state)
    {
        Recipe = recipe;
        Folder = folder;
        _data = data;
        _state = state;
        _trainer = new Trainer(model, recipe, data.Batches);
    }

    /// <summary>What it does.</summary>
    public Recipe Recipe { get; }

    /// <summary>Where it is.</summary>
    public RunFolder Folder { get; }

    /// <summary>The model, trained in place.</summary>
    public SequenceModel Model => _trainer.Model;

    /// <summary>The tokenizer.</summary>
    public Tokenizer Tokenizer => _data.Tokenizer;

    /// <summary>What it learns from.</summary>
    public TrainingData Data => _data;

    /// <summary>What the last evaluation saw inside the model; null before the first.</summary>
    public ModelStatistics? Statistics { get; private set; }

    /// <summary>Step to go on from.</summary>
    public long Step => _state.Step;

    /// <summary>Begins a run: reads the data, makes the tokenizer and a fresh model.</summary>
    /// <param name="recipe">What to do.</param>
    /// <param name="data">Files, folders and patterns; none for the embedded stories.</param>
    /// <param name="folder">Made where it is missing; it must not hold a run.</param>
    /// <param name="observer">Told of progress.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="InvalidFileException">Data that are no text, too short, and so on.</exception>
    /// <exception cref="IOException">The folder holds a run, the disk is full, and so on.</exception>
    public static TrainingRun Create(
        Recipe recipe, IReadOnlyList<string> data, string folder, ITrainingObserver? observer = null, CancellationToken cancellation = default) =>
        Create(recipe, new DataSource { Texts = data }, folder, observer, cancellation);

    /// <inheritdoc cref="Create(Recipe, IReadOnlyList{string}, string, ITrainingObserver, CancellationToken)"/>
    /// <param name="data">Texts or pairs; nothing for what the recipe's generator makes.</param>
    public static TrainingRun Create(
        Recipe recipe, DataSource data, string folder, ITrainingObserver? observer = null, CancellationToken cancellation = default)
    {
        var place = new RunFolder(folder);
        if (place.Exists)
            throw new IOException($"{folder}: expected a new folder, found a run; go on with it by --resume, or choose another --out");
        bool isNew = !Directory.Exists(folder);
        try
        {
            // A try that was killed before its run began may have left the tokens of other data.
            place.RemoveLeftovers();
            TokenFiles.Remove(place);
            var prepared = TrainingData.Prepare(recipe, data, place, observer, cancellation);
            var run = Restore(recipe, place, prepared, found: null);
            AtomicFile.Write(place.Training, stream => RunDescription.Write(stream, recipe, data));
            return run;
        }
        catch when (isNew && Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <summary>
    /// Goes on with a run from its newest checkpoint: bitwise as if it had never stopped. Where that one is damaged, it is set aside, and the run goes on from the one before.
    /// </summary>
    /// <param name="folder">The run.</param>
    /// <param name="steps">Steps of the whole run, in place of the recipe's; from here on the learning rate is that of a run of so many.</param>
    /// <param name="observer">Told of progress, and of what was passed over.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="InvalidFileException">The folder holds no run, or all of its checkpoints are damaged.</exception>
    /// <exception cref="ArgumentException">Fewer steps than the run has taken, or than its warm-up.</exception>
    public static TrainingRun Resume(string folder, int? steps = null, ITrainingObserver? observer = null, CancellationToken cancellation = default)
    {
        var place = new RunFolder(folder);
        if (!place.Exists)
            throw new InvalidFileException(place.Training, null, null, "a run to go on with", "none");
        var (recipe, data) = steps is int most ? RunDescription.Read(place.Training, ("steps", most.ToString(CultureInfo.InvariantCulture))) : RunDescription.Read(place.Training);
        place.RemoveLeftovers();
        var found = FoundCheckpoint.In(place.Checkpoints);
        if (steps < found?.State.Step)
            throw new ArgumentException($"steps: expected at least the {found.State.Step} that the run has taken, found {steps}");
        var run = Restore(recipe, place, TrainingData.Prepare(recipe, data, place, observer, cancellation), found);
        foreach (string note in found?.SetDamagedAside() ?? [])
            observer?.Noticed(note);
        if (steps is not null)
        {
            // Who asks for more steps goes on although validation had stopped improving.
            run._state = run._state with { EvaluationsWithoutBest = 0 };
            AtomicFile.Write(place.Training, stream => RunDescription.Write(stream, recipe, data));
        }

        return run;
    }

    private static TrainingRun Restore(Recipe recipe, RunFolder place, TrainingData data, FoundCheckpoint? found)
    {
        var model = found is null ? recipe.CreateModel(data.Tokenizer.IdLimit) : Checkpoint.LoadModel(found.Path, recipe.ModelOf(data.Tokenizer.IdLimit));
        var run = new TrainingRun(recipe, place, data, model, found?.State ?? new CheckpointState());
        if (found is not null)
            Checkpoint.RestoreOptimizer(found.Path, run._trainer, found.State);
        return run;
    }

    /// <summary>Trains to the end of the recipe, or until it is cancelled; then saves. Cancelling is no error.</summary>
    /// <param name="observer">Told of progress.</param>
    /// <param name="cancellation">Ends it after the step in progress.</param>
    /// <exception cref="TrainingException">The loss is not finite.</exception>
    /// <exception cref="IOException">The disk is full, and so on: the newest checkpoint is as it was.</exception>
    public TrainingResult Train(ITrainingObserver? observer = null, CancellationToken cancellation = default)
    {
        using var log = new RunLog(this, _state.Step, observer);
        observer?.Started(this);
        var clock = Stopwatch.StartNew();
        double before = _state.Seconds;
        bool isStopped = false;
        Evaluation? last = null;
        while (_trainer.StepCount < Recipe.Steps && !isStopped && !HasStoppedEarly)
        {
            long started = Stopwatch.GetTimestamp();
            var step = _trainer.Step();
            double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            _state = _state with { Step = step.Step, Tokens = _state.Tokens + step.Tokens, Seconds = before + clock.Elapsed.TotalSeconds };
            bool isLast = step.Step == Recipe.Steps;
            // Where patience decides, all evaluations are of the same tokens.
            bool isWhole = isLast && Recipe.Patience == 0;
            isStopped = cancellation.IsCancellationRequested;
            last = null;
            if (_data.HasValidation && (isLast || (!isStopped && step.Step % Recipe.EvaluateEvery == 0)))
            {
                last = Evaluate(isWhole ? 0 : Recipe.EvaluationTokens, isLast ? default : cancellation);
                Judge(step.Step, last, observer);
            }

            log.Add(step, seconds, last?.Loss, _state);
            if (Recipe.SampleEvery > 0 && (isLast || (!isStopped && step.Step % Recipe.SampleEvery == 0)))
                log.Add(Sample(step.Step));
            if (!isLast && !isStopped && Recipe.SaveEvery > 0 && step.Step % Recipe.SaveEvery == 0)
                Save(log, observer);
        }

        if (_trainer.StepCount > 0)
            Save(log, observer);
        bool isComplete = _trainer.StepCount >= Recipe.Steps || HasStoppedEarly;
        if (isComplete && Recipe.AverageCheckpoints > 1)
            last = TakeMean(Checkpoint.All(Folder.Checkpoints).TakeLast(Recipe.AverageCheckpoints));
        else if (isComplete && HasWrittenBest)
            last = TakeMean([Folder.Path]);
        if (!HasWrittenBest || Recipe.AverageCheckpoints > 1)
            WriteModel();
        log.WriteReport(isComplete);
        return new TrainingResult(isComplete, _state, last ?? (_data.HasValidation && isComplete ? Evaluate(0, default) : null));
    }

    /// <summary>Measures the model on the validation split.</summary>
    /// <param name="mostTokens">0 for all of it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Null when it was cancelled.</returns>
    public Evaluation? Evaluate(int mostTokens = 0, CancellationToken cancellation = default)
    {
        try
        {
            var look = new ModelLook();
            var evaluation = Evaluation.Run(Model, _data.EvaluationBatches(mostTokens), _trainer.Precision, null, accuracy: false, look, cancellation);
            Statistics = look.Statistics;
            return evaluation;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Too many evaluations without a better loss.</summary>
    private bool HasStoppedEarly => Recipe.Patience > 0 && _state.EvaluationsWithoutBest >= Recipe.Patience;

    /// <summary>Where patience decides, the run's model is the best one; elsewhere the last.</summary>
    private bool HasWrittenBest => Recipe.Patience > 0 && _state.BestValidationLoss is not null;

    private void Judge(long step, Evaluation? evaluation, ITrainingObserver? observer)
    {
        if (evaluation is not { } measured)
            return;
        bool isBest = _state.BestValidationLoss is not { } best || measured.Loss < best;
        _state = isBest
            ? _state with { BestValidationLoss = measured.Loss, EvaluationsWithoutBest = 0 }
            : _state with { EvaluationsWithoutBest = _state.EvaluationsWithoutBest + 1 };
        if (isBest && HasWrittenBest)
            WriteModel();
        observer?.Evaluated(step, measured, isBest);
    }

    private void Save(RunLog log, ITrainingObserver? observer)
    {
        log.Flush();
        string path = Checkpoint.Save(Folder.Checkpoints, _trainer, _state, Recipe.KeepCheckpoints);
        observer?.Saved(_state.Step, path);
        log.WriteReport(isComplete: false);
    }

    /// <summary>config.json, tokenizer.json and model.safetensors side by side: what other tools and verbs take as the model.</summary>
    private void WriteModel() => ModelFolder.Save(Model, Folder.Path);

    /// <summary>The mean of checkpoints, or the only one of them, becomes the model.</summary>
    private Evaluation? TakeMean(IEnumerable<string> checkpoints)
    {
        CheckpointAverage.Into(Model, checkpoints);
        return _data.HasValidation ? Evaluate() : null;
    }

    private RunSample Sample(long step) => Model is EncoderDecoder ? SampleTranslation(step) : SampleText(step);

    private RunSample SampleText(long step)
    {
        var generator = new TextGenerator(Model, Tokenizer);
        int[] prompt = Tokenizer.EncodeToIds(Recipe.SamplePrompt);
        int? end = EndOfText.Of(Tokenizer);
        int first = end ?? Tokenizer.IdOf("\n") ?? 0;
        var options = new GenerationOptions
        {
            MaxNewTokens = Math.Max(1, Math.Min(Recipe.SampleTokens, Model.ContextLength - 1)),
            Temperature = 0.8,
            Seed = (ulong)Recipe.Seed,
            StopTokens = end is int id ? [id] : [],
        };
        var result = generator.Generate(new GenerationRequest(end is not null || prompt.Length == 0 ? [first, .. prompt] : prompt, options));
        return new RunSample(step, Recipe.SamplePrompt, result.Text);
    }

    // A sentence that was not trained on; of a run without any, whatever the recipe says.
    private RunSample SampleTranslation(long step)
    {
        string source = Recipe.SamplePrompt;
        if (source.Length == 0 && _data.ValidationPairs is { Count: > 0 } pairs)
            source = Tokenizer.Decode(pairs.SourceOf((int)(step % pairs.Count)));

        var options = new TranslationOptions { Beams = 1, MaxNewTokens = Math.Max(1, Recipe.SampleTokens) };
        return new RunSample(step, source + "\n=> ", new Translator(Model, Tokenizer).Translate(source, options).Text);
    }
}
