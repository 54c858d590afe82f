using Attune.Kernels;
using Attune.Models;
using Attune.Nn;

namespace Attune.Training.Tests;

public class TrainerTests
{
    private static readonly Recipe s_tiny = new()
    {
        Layers = 2,
        Heads = 2,
        Width = 16,
        ContextLength = 8,
        BatchSize = 4,
        Steps = 40,
        WarmupSteps = 4,
        LearningRate = 1e-2,
        FinalLearningRate = 1e-3,
    };

    [Fact]
    public void A_model_learns_one_batch_by_heart()
    {
        var trainer = NewTrainer(s_tiny with { Steps = 200 }, oneBatch: true);
        double first = trainer.Step().Loss, last = 0;
        for (int i = 0; i < 150; i++)
            last = trainer.Step().Loss;

        Assert.InRange(first, 2.2, 2.7);
        Assert.True(last < 0.1, $"{last}");
    }

    [Theory]
    [InlineData("adamw")]
    [InlineData("adam")]
    [InlineData("rmsprop")]
    [InlineData("nesterov")]
    [InlineData("momentum")]
    [InlineData("sgd")]
    public void Every_optimizer_lowers_the_loss(string optimizer)
    {
        double rate = optimizer switch { "sgd" => 0.5, "momentum" or "nesterov" => 0.1, _ => 5e-3 };
        var trainer = NewTrainer(s_tiny with { Optimizer = optimizer, LearningRate = rate }, oneBatch: true);
        double first = trainer.Step().Loss, last = 0;
        for (int i = 0; i < 39; i++)
            last = trainer.Step().Loss;

        Assert.True(last < 0.8 * first, $"{first} became {last}");
    }

    [Fact]
    public void Going_on_with_copied_state_equals_never_stopping_bitwise()
    {
        var recipe = s_tiny with { Dropout = 0.2, Accumulation = 2 };
        var whole = NewTrainer(recipe);
        var stopped = NewTrainer(recipe);
        for (int i = 0; i < 10; i++)
            whole.Step();
        for (int i = 0; i < 5; i++)
            stopped.Step();

        var resumed = NewTrainer(recipe);
        foreach (var (from, to) in stopped.Model.Parameters.Zip(resumed.Model.Parameters))
            to.Value.CopyFrom(from.Value);
        foreach (var (from, to) in stopped.Optimizer.State.Zip(resumed.Optimizer.State))
            to.Value.CopyFrom(from.Value);
        resumed.Optimizer.Restore(5);
        for (int i = 0; i < 5; i++)
            resumed.Step();

        AssertSame(whole.Model, resumed.Model);
    }

    [Fact]
    public void One_thread_trains_the_same_model_as_two()
    {
        SequenceModel[] models = [.. new[] { 1, 2 }.Select(threads =>
        {
            using var _ = Workers.Use(threads);
            var trainer = NewTrainer(s_tiny with { Dropout = 0.1 });
            for (int i = 0; i < 5; i++)
                trainer.Step();
            return trainer.Model;
        })];

        AssertSame(models[0], models[1]);
    }

    [Fact]
    public void Recomputed_activations_change_nothing()
    {
        SequenceModel[] models = [.. new[] { false, true }.Select(recompute =>
        {
            var trainer = NewTrainer(s_tiny with { Dropout = 0.1, Recompute = recompute });
            for (int i = 0; i < 5; i++)
                trainer.Step();
            return trainer.Model;
        })];

        AssertSame(models[0], models[1]);
    }

    /// <summary>bf16 factors have 8 bits: losses agree to a percent.</summary>
    [Fact]
    public void In_bf16_losses_are_those_of_f32_within_a_percent()
    {
        var (exact, rounded) = (NewTrainer(s_tiny), NewTrainer(s_tiny with { Precision = "bf16" }));
        for (int i = 0; i < 30; i++)
        {
            double expected = exact.Step().Loss;
            Assert.InRange(rounded.Step().Loss, 0.99 * expected, 1.01 * expected);
        }
    }

    [Fact]
    public void Two_passes_of_half_a_batch_are_a_step_of_the_whole()
    {
        var whole = NewTrainer(s_tiny);
        var halves = NewTrainer(s_tiny with { BatchSize = 2, Accumulation = 2 });
        for (int i = 0; i < 3; i++)
            Assert.Equal(whole.Step().Loss, halves.Step().Loss, 5);
    }

    [Fact]
    public void A_loss_that_is_not_finite_stops_and_names_step_and_tensor()
    {
        var trainer = NewTrainer(s_tiny);
        trainer.Step();
        var weight = trainer.Model.Parameters.First(parameter => parameter.Name.EndsWith("c_fc.weight", StringComparison.Ordinal));
        weight.Value.Fill(double.NaN);

        var wrong = Assert.Throws<TrainingException>(() => trainer.Step());

        Assert.StartsWith("step 2: the loss is NaN; the model is as before this step.", wrong.Message, StringComparison.Ordinal);
        Assert.Equal(1, trainer.StepCount);
    }

    private static void AssertSame(SequenceModel expected, SequenceModel actual)
    {
        foreach (var (one, other) in expected.Parameters.Zip(actual.Parameters))
            Assert.Equal(one.Value.ToArray<float>(), other.Value.ToArray<float>());
    }

    private static Trainer NewTrainer(Recipe recipe, bool oneBatch = false)
    {
        var model = recipe.ModelOf(11).Create(Weights.Fresh(1));
        IBatchSource source = new Repetition(recipe);
        return new Trainer(model, recipe, oneBatch ? new OneBatch(source) : source);
    }

    /// <summary>Sequences of digits that repeat with a period: something to learn. The sequences of a step do not depend on how passes cut them.</summary>
    private sealed class Repetition(Recipe recipe) : IBatchSource
    {
        public void Fill(long step, int pass, TokenBatch batch)
        {
            int length = recipe.ContextLength;
            batch.Resize(recipe.BatchSize, length);
            for (int i = 0; i < recipe.BatchSize; i++)
            {
                int sequence = (int)(step * 31) + (pass * recipe.BatchSize) + i;
                for (int t = 0; t < length; t++)
                {
                    batch.Tokens[(i * length) + t] = Digit(sequence, t);
                    batch.Labels[(i * length) + t] = Digit(sequence, t + 1);
                }
            }
        }

        private static int Digit(int sequence, int t) => (sequence * 7 + (t % 3) * (1 + (sequence % 4))) % 11;
    }
}
