
namespace Attune.Training.Tests;

public class TrainingDiagnosisTests
{
    [Fact]
    public void A_healthy_run_has_no_findings() => Assert.Empty(TrainingDiagnosis.Diagnose(Run(), 65, new ModelStatistics
    {
        AttentionEntropyShare = [[0.9, 0.99, 0.4, 0.7], [0.3, 0.5, 0.4, 0.2]],
        DeadUnitShare = [0, 0.2, 0.5],
    }));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public void A_run_that_has_just_begun_has_no_findings(int steps) => Assert.Empty(TrainingDiagnosis.Diagnose([.. Run().Take(steps)], 65));

    [Fact]
    public void A_loss_that_is_not_finite_is_found_and_what_follows_is_not_judged()
    {
        var finding = Assert.Single(TrainingDiagnosis.Diagnose(Run(entry => entry.Step < 340 ? entry : entry with { Loss = double.NaN }), 65));
        Assert.Equal((FindingKind.NotFinite, true, 340L), (finding.Kind, finding.IsWarning, finding.Step));
        Assert.Contains("The loss was NaN at step 340", finding.Seen, StringComparison.Ordinal);
        Assert.Contains("Just before, the loss was ", finding.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gradient_that_is_not_finite_is_found_at_the_first_step_too()
    {
        var finding = Assert.Single(TrainingDiagnosis.Diagnose(Run(entry => entry with { GradientNorm = double.PositiveInfinity })));
        Assert.StartsWith("The gradient norm was infinite at step 1, ", finding.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_that_stays_at_its_start_is_found() => Assert.Contains(
        "it began at 4", TrainingDiagnosis.NotFalling(Run(entry => entry with { Loss = 4 }), null)!.Seen, StringComparison.Ordinal);

    [Fact]
    public void A_loss_that_falls_but_stays_above_guessing_is_found()
    {
        var run = Run(entry => entry with { Loss = entry.Loss + 3 });
        Assert.Null(TrainingDiagnosis.NotFalling(run, null));
        Assert.Contains("guessing among 65 tokens gives 4.174", TrainingDiagnosis.NotFalling(run, 65)!.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public void Overfitting_names_the_step_of_the_best_validation_loss()
    {
        var finding = TrainingDiagnosis.Overfitting(Run(entry => entry with { ValidationLoss = entry.ValidationLoss + Math.Max(0, entry.Step - 500) / 1000.0, Loss = entry.Loss - 0.3 * entry.Step / 1000 }));
        Assert.Equal(500, finding!.Step);
        Assert.StartsWith("The validation loss was lowest, ", finding.Seen, StringComparison.Ordinal);
        Assert.StartsWith("the checkpoint of step 500; ", finding.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_validation_loss_that_rises_with_the_training_loss_is_no_overfitting() => Assert.Null(TrainingDiagnosis.Overfitting(
        Run(entry => entry with { ValidationLoss = entry.ValidationLoss + Math.Max(0, entry.Step - 500) / 1000.0, Loss = entry.Loss + Math.Max(0, entry.Step - 500) / 1000.0 })));

    [Fact]
    public void One_validation_loss_above_the_best_may_be_chance() => Assert.Null(TrainingDiagnosis.Overfitting(
        Run(entry => entry.Step == 1000 ? entry with { ValidationLoss = 3 } : entry)));

    [Theory]
    [InlineData(8, false)]
    [InlineData(12, true)]
    public void Gradients_explode_beyond_ten_times_what_is_usual(double factor, bool found)
    {
        var run = Run(entry => entry with { GradientNorm = entry.Step > 900 ? 0.5 * factor : 0.5 });
        Assert.Equal(found, TrainingDiagnosis.ExplodingGradients(run) is not null);
    }

    [Theory]
    [InlineData(2e-3, 2, false)]
    [InlineData(5e-4, 2, true)]
    [InlineData(5e-4, 0.01, false)]
    public void Gradients_vanish_where_the_loss_is_still_high(double factor, double loss, bool found)
    {
        var run = Run(entry => entry.Step > 850 ? entry with { GradientNorm = 0.5 * factor, Loss = loss } : entry with { GradientNorm = 0.5 });
        Assert.Equal(found, TrainingDiagnosis.VanishingGradients(run) is not null);
    }

    [Fact]
    public void Spikes_are_counted_and_the_highest_is_named()
    {
        var run = Run(entry => entry.Step switch
        {
            400 => entry with { Loss = 2.6 },
            600 => entry with { Loss = 2.9 },
            601 => entry with { Loss = 3.5, GradientNorm = 12 },
            602 => entry with { Loss = 2.4 },
            _ => entry,
        });
        var finding = TrainingDiagnosis.Spikes(run)!;
        Assert.Equal((601L, false), (finding.Step, finding.IsWarning));
        Assert.StartsWith("2 of them; the highest at step 601: from 1.", finding.Seen, StringComparison.Ordinal);
        Assert.Contains(" to 3.5, with a gradient norm of 12 ", finding.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public void Noise_is_no_spike() => Assert.Null(TrainingDiagnosis.Spikes(Run()));

    [Fact]
    public void A_loss_that_rises_for_good_speaks_of_the_learning_rate()
    {
        var finding = TrainingDiagnosis.RisenForGood(Run(entry => entry.Step > 600 ? entry with { Loss = entry.Loss + 1 } : entry))!;
        Assert.Equal(FindingKind.LearningRateTooHigh, finding.Kind);
        // The loss is level from about step 400 on: noise decides which tenth before the rise is lowest.
        Assert.InRange(finding.Step!.Value, 400, 600);
    }

    [Fact]
    public void A_loss_a_little_above_its_lowest_is_as_it_should_be() => Assert.Null(
        TrainingDiagnosis.RisenForGood(Run(entry => entry.Step > 600 ? entry with { Loss = entry.Loss + 0.1 } : entry)));

    [Theory]
    [InlineData(0.3, 1000, true)]
    [InlineData(0.3, 50, false)]
    [InlineData(0.01, 1000, false)]
    [InlineData(3, 1000, false)]
    public void A_loss_that_falls_steadily_but_not_far_asks_for_a_higher_rate(double fall, int steps, bool found)
    {
        var run = Run(entry => entry with { Loss = 4 - fall * entry.Step / 1000 + 0.01 * (entry.Step % 2) });
        Assert.Equal(found, TrainingDiagnosis.TooSlow([.. run.Take(steps)]) is not null);
    }

    [Fact]
    public void A_loss_that_falls_slowly_in_a_long_warm_up_is_not_judged() => Assert.Null(TrainingDiagnosis.TooSlow(
        Run(entry => entry with { Loss = 4 - 0.3 * entry.Step / 1000, LearningRate = entry.Step * 1e-6 })));

    [Fact]
    public void Uniform_heads_are_named_where_they_are_a_quarter_or_more()
    {
        var few = new ModelStatistics { AttentionEntropyShare = [[0.99, 0.97, 0.5], [0.5, 0.5, 0.5]] };
        var some = new ModelStatistics { AttentionEntropyShare = [[0.99, 0.97, 0.5], [0.5, 0.5, 0.985]] };
        var all = new ModelStatistics { AttentionEntropyShare = [[0.99, 1], [1, 1]] };
        Assert.Null(TrainingDiagnosis.UniformAttention(few));
        Assert.EndsWith("layer 0 head 0, layer 1 head 2.", TrainingDiagnosis.UniformAttention(some)!.Seen, StringComparison.Ordinal);
        Assert.False(TrainingDiagnosis.UniformAttention(some)!.IsWarning);
        Assert.True(TrainingDiagnosis.UniformAttention(all)!.IsWarning);
        Assert.StartsWith("4 of 4 heads", TrainingDiagnosis.UniformAttention(all)!.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public void Layers_with_more_than_half_of_their_units_dead_are_named()
    {
        Assert.Null(TrainingDiagnosis.DeadUnits(new ModelStatistics { DeadUnitShare = [0.5, 0.1] }));
        Assert.Equal(
            "Never active over a whole batch: 63.5 % of layer 1.", TrainingDiagnosis.DeadUnits(new ModelStatistics { DeadUnitShare = [0.5, 0.635] })!.Seen);
    }

    [Fact]
    public void Warnings_come_before_hints()
    {
        var findings = TrainingDiagnosis.Diagnose(
            Run(entry => entry.Step == 400 ? entry with { Loss = 2.6 } : entry), 65, new ModelStatistics { DeadUnitShare = [0.9] });
        Assert.Equal([FindingKind.DeadUnits, FindingKind.LossSpikes], findings.Select(finding => finding.Kind));
        Assert.StartsWith("Feed-forward units are dead. Never active over a whole batch: 90 % of layer 0. Try: ", findings[0].ToString(), StringComparison.Ordinal);
    }

    internal static TrainingMetrics[] Run(Func<TrainingMetrics, TrainingMetrics>? change = null, int steps = 1000)
    {
        // Noise of a fixed seed: a twelfth of a nat, as losses of small batches have it.
        var random = new Random(5);
        return [.. Enumerable.Range(1, steps).Select(step =>
        {
            double loss = 1.5 + 2.5 * Math.Exp(-step / 60.0), noise = (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) / 6;
            var entry = new TrainingMetrics
            {
                Step = step,
                Tokens = step * 768,
                Loss = loss + noise,
                ValidationLoss = step % 100 == 0 ? loss + 0.05 : null,
                LearningRate = Math.Min(1, step / 100.0) * 1e-3,
                GradientNorm = 0.5 + noise,
                TokensPerSecond = 60000 * (1 + noise),
                FractionOfPeak = 0.5,
                MemoryBytes = 1 << 27,
                Seconds = step * 0.0125,
            };
            return change is null ? entry : change(entry);
        })];
    }
}
