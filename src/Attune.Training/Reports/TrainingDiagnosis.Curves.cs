namespace Attune.Training;

/// <summary>Rules about the shape of the training loss.</summary>
public static partial class TrainingDiagnosis
{
    // Entries that a spike is compared with.
    private const int Neighbours = 30;

    /// <summary>
    /// Entries far above those before them: by more than 8 standard deviations (as the median deviation estimates them, which the spikes
    /// themselves do not sway) and by more than a tenth.
    /// </summary>
    internal static TrainingFinding? Spikes(IReadOnlyList<TrainingMetrics> metrics)
    {
        var peaks = new List<(int At, double From)>();
        int since = -Neighbours;
        for (int at = Neighbours; at < metrics.Count; at++)
        {
            double[] before = [.. Enumerable.Range(at - Neighbours, Neighbours).Select(index => metrics[index].Loss)];
            double median = Median(before), deviation = 1.4826 * Median(before.Select(loss => Math.Abs(loss - median)));
            double rise = metrics[at].Loss - median;
            if (rise <= 8 * deviation || rise <= 0.1 * median)
                continue;
            // What follows closely is the same spike.
            if (at - since > Neighbours)
                peaks.Add((at, median));
            else if (metrics[at].Loss > metrics[peaks[^1].At].Loss)
                peaks[^1] = (at, peaks[^1].From);
            since = at;
        }

        if (peaks.Count == 0)
            return null;
        var (highest, from) = peaks.MaxBy(peak => metrics[peak.At].Loss - peak.From);
        return new(
            FindingKind.LossSpikes, peaks.Count > 2, peaks.Count == 1 ? "The loss has a spike" : "The loss has spikes",
            $"{(peaks.Count == 1 ? "At" : $"{peaks.Count} of them; the highest at")} step {Step(metrics[highest])}: from {Of(from)} to {Of(metrics[highest].Loss)}, "
            + $"with a gradient norm of {Of(metrics[highest].GradientNorm)} (median {Of(Median(metrics.Select(entry => entry.GradientNorm)))}).",
            "gradients clipped to a norm of 1, a lower learning rate, beta2 of 0.95 or 0.99 in place of 0.999; a look at the batches there.",
            metrics[highest].Step);
    }

    /// <summary>The end is well above the lowest level that the loss had: the steps are too long.</summary>
    internal static TrainingFinding? RisenForGood(IReadOnlyList<TrainingMetrics> metrics)
    {
        if (metrics.Count < 2 * FewestEntries)
            return null;
        int length = End(metrics).Count();
        double[] levels = [.. metrics.Chunk(length).Where(chunk => chunk.Length == length).Select(chunk => Median(chunk.Select(entry => entry.Loss)))];
        int lowest = Array.IndexOf(levels, levels.Min());
        double end = Median(End(metrics).Select(entry => entry.Loss));
        if (end <= 1.1 * levels[lowest] + 0.01)
            return null;
        var then = metrics[(lowest + 1) * length - 1];
        return new(
            FindingKind.LearningRateTooHigh, true, "The learning rate looks too high",
            $"The training loss was {Of(levels[lowest])} around step {Step(then)} and is {Of(end)} now; the learning rate was {Of(metrics.Max(entry => entry.LearningRate))} at most.",
            "a learning rate about three times lower or a longer warm-up, from a checkpoint before the rise; the range test (--find-lr) finds one.",
            then.Step);
    }

    /// <summary>
    /// After warm-up the loss falls nearly as fast in the last third as in the first, and has not come far: the steps are too short. A run
    /// with a rate that suits falls steeply first and levels off.
    /// </summary>
    internal static TrainingFinding? TooSlow(IReadOnlyList<TrainingMetrics> metrics)
    {
        double highest = metrics.Count == 0 ? 0 : metrics.Max(entry => entry.LearningRate);
        TrainingMetrics[] warm = [.. metrics.SkipWhile(entry => entry.LearningRate < 0.9 * highest)];
        if (warm.Length < 3 * FewestEntries)
            return null;
        double start = Level(0), third = Level(1.0 / 3), twoThirds = Level(2.0 / 3), end = Level(1);
        bool falls = end < 0.97 * start, far = end < 0.7 * start, steady = twoThirds - end > 0.7 * (start - third);
        if (!falls || far || !steady)
            return null;
        return new(
            FindingKind.LearningRateTooLow, false, "The learning rate may be too low",
            $"Over {ReadableNumber.Count(warm[^1].Step - warm[0].Step)} steps the training loss fell from {Of(start)} to {Of(end)}, at the end as fast as at the beginning.",
            $"a learning rate about three times higher than {Of(highest)}, found with the range test (--find-lr), or more steps.");

        // The median of a tenth around a place between 0 and 1.
        double Level(double place)
        {
            int count = warm.Length / 10, first = (int)(place * (warm.Length - count));
            return Median(warm.Skip(first).Take(count).Select(entry => entry.Loss));
        }
    }
}
