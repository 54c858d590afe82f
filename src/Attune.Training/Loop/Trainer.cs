using Attune.Models;
using Attune.Nn;
using Attune.Tensors;

namespace Attune.Training;

/// <summary>
/// The loop's inside: one call is one step of the optimizer over one or several passes. What a step does is a function of the recipe, the parameters, the
/// optimizer's state and the step's number, so a run that goes on from a checkpoint is bitwise the run that never stopped. Not thread-safe.
/// </summary>
public sealed class Trainer
{
    private readonly Recipe _recipe;
    private readonly IBatchSource _batches;
    private readonly LearningRateSchedule _schedule;
    private readonly TokenBatch[] _passes;
    private readonly IReadOnlyList<Parameter> _parameters;
    private readonly ModelCosts _costs;

    /// <summary>Makes the optimizer's state.</summary>
    /// <param name="model">Trained in place.</param>
    /// <param name="recipe">How.</param>
    /// <param name="batches">On what.</param>
    public Trainer(SequenceModel model, Recipe recipe, IBatchSource batches)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(recipe);
        Model = model;
        _recipe = recipe;
        _batches = batches;
        _schedule = recipe.CreateSchedule();
        _parameters = model.Parameters;
        _costs = new ModelCosts(model);
        _passes = [.. Enumerable.Range(0, recipe.Accumulation).Select(_ => new TokenBatch())];
        Optimizer = recipe.CreateOptimizer(_parameters);
    }

    /// <summary>The model.</summary>
    public SequenceModel Model { get; }

    /// <summary>The optimizer.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>Steps taken.</summary>
    public long StepCount => Optimizer.StepCount;

    /// <summary>The type that factors of linear layers are multiplied in.</summary>
    internal DType Precision => _recipe.Precision == "bf16" ? DType.BF16 : DType.F32;

    /// <summary>Takes the next step.</summary>
    /// <param name="learningRate">The schedule's when left out.</param>
    /// <exception cref="TrainingException">The loss or a gradient is not finite; parameters are those of the step before.</exception>
    public StepResult Step(double? learningRate = null)
    {
        long step = StepCount + 1;
        int tokens = 0;
        double operations = 0;
        for (int pass = 0; pass < _passes.Length; pass++)
        {
            _batches.Fill(step, pass, _passes[pass]);
            tokens += LabelsOf(_passes[pass]);
            operations += _costs.TrainingOperations(_passes[pass].Lengths, _passes[pass].SourceLengths);
        }

        double loss = 0;
        int firstRow = 0, firstSourceRow = 0;
        for (int pass = 0; pass < _passes.Length; pass++)
        {
            loss += Backward(pass, step, firstRow, firstSourceRow, tokens);
            firstRow += _passes[pass].Rows;
            firstSourceRow += _passes[pass].SourceRows;
        }

        if (_recipe.ClipValue > 0)
            GradientClipping.ByValue(_parameters, _recipe.ClipValue);
        double norm = GradientClipping.Norm(_parameters);
        if (!double.IsFinite(loss) || !double.IsFinite(norm))
            throw NotFinite(step, loss);
        double rate = learningRate ?? _schedule.RateAt(step);
        Optimizer.Step(rate, GradientClipping.ByNorm(norm, _recipe.ClipNorm));
        return new StepResult(step, loss, norm, rate, tokens, operations);
    }

    private double Backward(int pass, long step, int firstRow, int firstSourceRow, int tokens)
    {
        var batch = _passes[pass];
        using var _ = Tensors.Step.Begin();
        var context = new Pass(Segments.OfStep(batch.Lengths))
        {
            Source = batch.Sources(firstSourceRow),
            Dropout = _recipe.Dropout > 0 ? new DropoutDraws((ulong)_recipe.Seed, checked((int)step), firstRow) : null,
            Precision = Precision,
            RecomputesActivations = _recipe.Recompute,
        };
        var losses = Model.Loss(Tensor.I32(batch.Tokens), Tensor.I32(batch.Labels), context, _recipe.LabelSmoothing);
        // The mean over the labels of all passes, not the mean of means.
        var share = losses.Sum() * (1.0 / Math.Max(1, tokens));
        share.Backward();
        return share.Item();
    }

    private TrainingException NotFinite(long step, double loss)
    {
        string where = !double.IsFinite(loss)
            ? $"the loss is {loss}"
            : $"the gradient of {GradientClipping.FirstNotFinite(_parameters)?.Name ?? "a parameter"} is not finite";
        foreach (var parameter in _parameters)
            parameter.Value.ZeroGradient();
        return new TrainingException(
            $"step {step}: {where}; the model is as before this step. Try a lower learning_rate (it is {_schedule.RateAt(step):g3}), more warmup_steps, or clip_norm 1");
    }

    private static int LabelsOf(TokenBatch batch)
    {
        int count = 0;
        foreach (int label in batch.Labels)
        {
            if (label >= 0)
                count++;
        }

        return count;
    }
}
