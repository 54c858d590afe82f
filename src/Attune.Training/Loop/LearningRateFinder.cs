namespace Attune.Training;

/// <summary>
/// The learning-rate range test: a fresh model trains while the rate rises from step to step, until the loss runs away. The rate to use lies where the loss falls
/// fastest. Smith, arXiv:1506.01186, section 3.3.
/// </summary>
public static class LearningRateFinder
{
    /// <summary>Runs the test. The trainer's model is spoilt by it.</summary>
    /// <param name="trainer">With a fresh model.</param>
    /// <param name="steps">From the lowest rate to the highest, if the loss holds out.</param>
    /// <param name="lowest">Rate of the first step.</param>
    /// <param name="highest">Rate of the last step.</param>
    /// <param name="progress">Told each step.</param>
    /// <param name="cancellation">Ends the test.</param>
    public static LearningRateRange Run(
        Trainer trainer, int steps = 150, double lowest = 1e-6, double highest = 1, Action<StepResult>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 10);
        var rates = new List<double>();
        var losses = new List<double>();
        double mean = 0, best = double.PositiveInfinity;
        for (int i = 0; i < steps; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            double rate = lowest * Math.Pow(highest / lowest, i / (steps - 1.0));
            StepResult result;
            try
            {
                result = trainer.Step(rate);
            }
            catch (TrainingException)
            {
                break;
            }

            // The loss of single batches is noise: the mean moves by a twentieth a step, corrected for its start at zero.
            mean = (0.95 * mean) + (0.05 * result.Loss);
            double smooth = mean / (1 - Math.Pow(0.95, i + 1));
            rates.Add(rate);
            losses.Add(smooth);
            progress?.Invoke(result);
            best = Math.Min(best, smooth);
            if (i > 10 && smooth > 2 * best)
                break;
        }

        return new LearningRateRange(rates, losses, Steepest(rates, losses));
    }

    private static double? Steepest(List<double> rates, List<double> losses)
    {
        int place = -1;
        double steepest = 0;
        for (int i = 5; i + 5 < losses.Count; i++)
        {
            double slope = (losses[i + 5] - losses[i - 5]) / Math.Log(rates[i + 5] / rates[i - 5]);
            if (slope < steepest)
                (steepest, place) = (slope, i);
        }

        return place < 0 ? null : rates[place];
    }
}

/// <summary>What the range test found.</summary>
/// <param name="Rates">Rates tried, rising.</param>
/// <param name="Losses">The smoothed loss at each.</param>
/// <param name="Suggestion">Where the loss fell fastest; null when it never fell.</param>
public sealed record LearningRateRange(IReadOnlyList<double> Rates, IReadOnlyList<double> Losses, double? Suggestion);
