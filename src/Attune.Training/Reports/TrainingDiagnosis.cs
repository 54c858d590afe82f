namespace Attune.Training;

/// <summary>
/// Says in plain words what is wrong with a run: what was seen and what to try. Each rule is a function of the numbers alone, and stays silent
/// where it has too few of them.
/// </summary>
public static partial class TrainingDiagnosis
{
    // Fewer entries say nothing about a trend.
    private const int FewestEntries = 20;

    // Attention is uniform in every fresh model: Tiny Shakespeare's still is after 100 steps, half of its heads are after 200.
    private const int StepsOfUniformAttention = 250;

    /// <summary>Applies every rule.</summary>
    /// <param name="metrics">The run so far from its first step on, by rising step.</param>
    /// <param name="vocabularySize">The number of tokens to choose from: guessing has a loss of its logarithm. Null where losses are no token losses.</param>
    /// <param name="statistics">What a look into the model showed; null for none.</param>
    /// <returns>Findings, warnings first; empty where nothing looks wrong.</returns>
    public static IReadOnlyList<TrainingFinding> Diagnose(
        IReadOnlyList<TrainingMetrics> metrics, int? vocabularySize = null, ModelStatistics? statistics = null)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        if (vocabularySize is int size)
            ArgumentOutOfRangeException.ThrowIfLessThan(size, 2, nameof(vocabularySize));

        // What follows a number that is not finite is noise to the other rules.
        TrainingMetrics[] finite = [.. metrics.TakeWhile(IsFinite)];
        TrainingFinding?[] found =
        [
            NotFinite(metrics), NotFalling(finite, vocabularySize), Overfitting(finite), ExplodingGradients(finite), VanishingGradients(finite),
            RisenForGood(finite), Spikes(finite), TooSlow(finite), IsWarm(finite) ? UniformAttention(statistics) : null, DeadUnits(statistics),
        ];
        return [.. found.OfType<TrainingFinding>().OrderByDescending(finding => finding.IsWarning)];
    }

    internal static TrainingFinding? NotFinite(IReadOnlyList<TrainingMetrics> metrics)
    {
        for (int at = 0; at < metrics.Count; at++)
        {
            var entry = metrics[at];
            if (IsFinite(entry))
                continue;
            string what = double.IsFinite(entry.Loss) ? $"gradient norm was {Of(entry.GradientNorm)}" : $"loss was {Of(entry.Loss)}";
            string before = at > 0 ? $" Just before, the loss was {Of(metrics[at - 1].Loss)} and the gradient norm {Of(metrics[at - 1].GradientNorm)}." : "";
            return new(
                FindingKind.NotFinite, true, "The numbers are no longer finite",
                $"The {what} at step {Step(entry)}, with a learning rate of {Of(entry.LearningRate)}.{before}",
                "a learning rate three to ten times lower, a longer warm-up, gradients clipped to a norm of 1; f32 if this was bf16.",
                entry.Step);
        }

        return null;
    }

    /// <summary>The end of the run is no better than guessing, or than its beginning.</summary>
    internal static TrainingFinding? NotFalling(IReadOnlyList<TrainingMetrics> metrics, int? vocabularySize)
    {
        if (metrics.Count < FewestEntries)
            return null;
        double end = Median(End(metrics).Select(entry => entry.Loss));
        double start = Median(metrics.Take(3).Select(entry => entry.Loss));
        string? against = null;
        if (vocabularySize is int size && end >= 0.97 * Math.Log(size))
            against = $"guessing among {ReadableNumber.Count(size)} tokens gives {Of(Math.Log(size))}";
        else if (end >= 0.97 * start)
            against = $"it began at {Of(start)}";
        return against is null ? null : new(
            FindingKind.NotFalling, true, "The loss is not falling",
            $"After {Step(metrics[^1])} steps the training loss is {Of(end)}; {against}.",
            "the check on one batch (--overfit), which any sound model passes; then the range test (--find-lr), and a look at the data.");
    }

    /// <summary>The validation loss is well above its lowest while the training loss went on falling.</summary>
    internal static TrainingFinding? Overfitting(IReadOnlyList<TrainingMetrics> metrics)
    {
        int[] measured = [.. Enumerable.Range(0, metrics.Count).Where(at => metrics[at].ValidationLoss is double loss && double.IsFinite(loss))];
        if (measured.Length < 3)
            return null;
        int best = measured.MinBy(at => metrics[at].ValidationLoss);
        // One measurement above the lowest may be chance; two are not.
        if (measured.Count(at => at > best) < 2 || measured[^2..].Any(at => metrics[at].ValidationLoss < 1.02 * metrics[best].ValidationLoss))
            return null;
        double then = Median(Before(metrics, best).Select(entry => entry.Loss)), now = Median(End(metrics).Select(entry => entry.Loss));
        if (now >= then)
            return null;
        return new(
            FindingKind.Overfitting, true, "The model learns the training text by heart",
            $"The validation loss was lowest, {Of(metrics[best].ValidationLoss!.Value)}, at step {Step(metrics[best])} and is {Of(metrics[measured[^1]].ValidationLoss!.Value)} now, "
            + $"while the training loss fell from {Of(then)} to {Of(now)}.",
            $"the checkpoint of step {Step(metrics[best])}; more text, dropout, more weight decay, a smaller model, or early stopping.",
            metrics[best].Step);
    }

    internal static TrainingFinding? ExplodingGradients(IReadOnlyList<TrainingMetrics> metrics)
    {
        if (metrics.Count < FewestEntries)
            return null;
        var (usual, now) = GradientNorms(metrics);
        if (!(now > 10 * usual))
            return null;
        return new(
            FindingKind.ExplodingGradients, true, "Gradients explode",
            $"The gradient norm was {Of(usual)} for the most part and is {Of(now)} over the last steps.",
            "gradients clipped to a norm of 1, a lower learning rate, a longer warm-up.",
            End(metrics).First().Step);
    }

    /// <summary>Where the loss is all but zero, small gradients are as they should be.</summary>
    internal static TrainingFinding? VanishingGradients(IReadOnlyList<TrainingMetrics> metrics)
    {
        if (metrics.Count < FewestEntries)
            return null;
        var (usual, now) = GradientNorms(metrics);
        double start = metrics[0].Loss, end = Median(End(metrics).Select(entry => entry.Loss));
        if (end < 0.1 * start || !(now < 1e-3 * usual || now < 1e-6))
            return null;
        return new(
            FindingKind.VanishingGradients, true, "Gradients vanish",
            $"The gradient norm over the last steps is {Of(now)} (it was {Of(usual)} for the most part), though the loss is still {Of(end)}.",
            "pre-norm blocks, another initializer, fewer layers; a look at whether parameters are frozen, and at saturated units.");
    }

    internal static TrainingFinding? UniformAttention(ModelStatistics? statistics)
    {
        var heads = (statistics?.AttentionEntropyShare ?? []).SelectMany((layer, at) => layer.Select((share, head) => (Layer: at, Head: head, Share: share))).ToArray();
        var uniform = heads.Where(head => head.Share > 0.98).ToArray();
        // A head or two that average over the text are common in good models.
        if (uniform.Length == 0 || uniform.Length * 4 < heads.Length)
            return null;
        string which = uniform.Length == heads.Length ? "all" : List(uniform.Select(head => $"layer {head.Layer} head {head.Head}"));
        return new(
            FindingKind.UniformAttention, uniform.Length * 2 >= heads.Length, "Attention is uniform",
            $"{uniform.Length} of {heads.Length} heads look at all positions alike, with an entropy above 98 % of the most there can be: {which}.",
            "longer training if this is early; else a higher learning rate, a look at the scale of queries and keys (1/sqrt(D)), at positions and at the mask.");
    }

    internal static TrainingFinding? DeadUnits(ModelStatistics? statistics)
    {
        var shares = statistics?.DeadUnitShare ?? [];
        var dead = shares.Index().Where(layer => layer.Item > 0.5).ToArray();
        if (dead.Length == 0)
            return null;
        return new(
            FindingKind.DeadUnits, true, "Feed-forward units are dead",
            $"Never active over a whole batch: {List(dead.Select(layer => $"{ReadableNumber.Percent(layer.Item)} of layer {layer.Index}"))}.",
            "a lower learning rate or a longer warm-up, GELU or SiLU in place of ReLU, a narrower feed-forward layer.");
    }

    /// <summary>Whether a model has had time to learn where to look: twice the steps that its learning rate took to rise, and some hundreds.</summary>
    private static bool IsWarm(IReadOnlyList<TrainingMetrics> metrics)
    {
        double highest = metrics.Select(entry => entry.LearningRate).DefaultIfEmpty().Max();
        return metrics.FirstOrDefault(entry => entry.LearningRate >= 0.9 * highest) is { } risen && metrics[^1].Step >= Math.Max(StepsOfUniformAttention, 2 * risen.Step);
    }

    private static bool IsFinite(TrainingMetrics entry) => double.IsFinite(entry.Loss) && double.IsFinite(entry.GradientNorm);

    /// <summary>The last tenth, at least 5 entries.</summary>
    private static IEnumerable<TrainingMetrics> End(IReadOnlyList<TrainingMetrics> metrics) => Before(metrics, metrics.Count - 1);

    private static IEnumerable<TrainingMetrics> Before(IReadOnlyList<TrainingMetrics> metrics, int last)
    {
        int count = Math.Min(last + 1, Math.Max(5, metrics.Count / 10));
        return Enumerable.Range(last + 1 - count, count).Select(at => metrics[at]);
    }

    private static (double Usual, double Now) GradientNorms(IReadOnlyList<TrainingMetrics> metrics)
    {
        int count = End(metrics).Count();
        return (Median(metrics.Take(metrics.Count - count).Select(entry => entry.GradientNorm)), Median(End(metrics).Select(entry => entry.GradientNorm)));
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static string List(IEnumerable<string> names)
    {
        const int most = 6;
        string[] all = [.. names];
        return string.Join(", ", all.Take(most)) + (all.Length > most ? $" and {all.Length - most} more" : "");
    }

    private static string Of(double value) => ReadableNumber.Of(value);

    private static string Step(TrainingMetrics entry) => ReadableNumber.Count(entry.Step);
}
