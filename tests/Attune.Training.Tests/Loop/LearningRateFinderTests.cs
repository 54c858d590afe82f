using Attune.Nn;

namespace Attune.Training.Tests;

public class LearningRateFinderTests
{
    [Fact]
    public void The_suggested_rate_lies_where_the_loss_falls_and_below_where_it_runs_away()
    {
        var seen = new List<StepResult>();

        var range = LearningRateFinder.Run(NewTrainer(), steps: 100, lowest: 1e-5, highest: 10, seen.Add);

        Assert.Equal(range.Rates, seen.Select(step => step.LearningRate));
        Assert.Equal(1e-5, range.Rates[0]);
        Assert.All(range.Rates.Zip(range.Rates.Skip(1)), pair => Assert.Equal(Math.Pow(1e6, 1 / 99.0), pair.Second / pair.First, 1e-9));
        // It ends where the loss has run away, before the highest rate.
        Assert.True(range.Rates.Count < 100, $"{range.Rates.Count}");
        Assert.InRange(range.Suggestion!.Value, 1e-4, 0.3);
        int best = range.Losses.Index().MinBy(loss => loss.Item).Index;
        Assert.True(range.Suggestion < range.Rates[best]);
    }

    [Fact]
    public void Where_the_loss_never_falls_nothing_is_suggested()
    {
        var range = LearningRateFinder.Run(NewTrainer(), steps: 10, lowest: 1e-12, highest: 1e-11);

        Assert.Null(range.Suggestion);
    }

    /// <summary>A model that counts, on one batch: its loss has no noise.</summary>
    private static Trainer NewTrainer()
    {
        var recipe = new Recipe { Layers = 1, Heads = 2, Width = 16, ContextLength = 8, BatchSize = 4 };
        return new Trainer(recipe.ModelOf(11).Create(Weights.Fresh(1)), recipe, new Counting(recipe));
    }

    private sealed class Counting(Recipe recipe) : IBatchSource
    {
        public void Fill(long step, int pass, TokenBatch batch)
        {
            int rows = recipe.BatchSize * recipe.ContextLength;
            batch.Resize(recipe.BatchSize, recipe.ContextLength);
            for (int row = 0; row < rows; row++)
                (batch.Tokens[row], batch.Labels[row]) = (row % 11, (row + 1) % 11);
        }
    }
}
