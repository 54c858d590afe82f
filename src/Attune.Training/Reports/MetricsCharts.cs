namespace Attune.Training;

/// <summary>The charts of a run.</summary>
internal static class MetricsCharts
{
    // With fewer points than this the raw curve is readable as it is.
    private const int FewestSmoothed = 60;

    public static SvgChart Loss(IReadOnlyList<TrainingMetrics> metrics, ChartReference? reference)
    {
        ChartPoint[] validation = [.. metrics.Where(entry => entry.ValidationLoss is not null).Select(entry => new ChartPoint(entry.Step, entry.ValidationLoss!.Value))];
        var losses = Points(metrics, entry => entry.Loss);
        var training = Smoothed("training", losses);
        ChartSeries[] all = validation.Length == 0 ? [.. training] : [.. training, new("validation", validation, ChartTone.Ink, Dots: validation.Length <= 60)];
        return LossChart(losses, all) with { Reference = reference };
    }

    /// <summary>A chart of losses. They fall steeply first, and what matters comes after: where they do, a log axis gives that more room.</summary>
    public static SvgChart LossChart(IReadOnlyList<ChartPoint> losses, IReadOnlyList<ChartSeries> series)
    {
        double[] finite = [.. losses.Select(point => point.Y).Where(double.IsFinite)];
        bool log = finite.Length > 0 && finite.Min() > 0 && finite.Max() > 2.5 * finite.Min();
        return new() { Title = log ? "Loss, nats per token (log scale)" : "Loss, nats per token", Series = series, LogVertical = log };
    }

    /// <summary>What is looked at beside the loss.</summary>
    public static IEnumerable<SvgChart> Small(IReadOnlyList<TrainingMetrics> metrics)
    {
        yield return Small("Learning rate", [new("learning rate", Points(metrics, entry => entry.LearningRate))]);
        var norms = Points(metrics, entry => entry.GradientNorm);
        yield return Small("Gradient norm", Smoothed("norm", norms)) with { LogVertical = HasFarPeaks(norms) };
        yield return Small("Tokens per second", Smoothed("tokens/s", Points(metrics, entry => entry.TokensPerSecond)));
        if (metrics.Any(entry => entry.FractionOfPeak is not null))
            yield return Small("Share of the hardware's peak", Smoothed("of peak", Points(metrics, entry => entry.FractionOfPeak ?? double.NaN))) with { Percent = true };
    }

    /// <summary>The raw curve, faint, and over it its smoothed form; the raw curve alone where there are few points.</summary>
    public static IReadOnlyList<ChartSeries> Smoothed(string name, IReadOnlyList<ChartPoint> points) => points.Count < FewestSmoothed
        ? [new(name, points)]
        : [new($"{name}, raw", points, ChartTone.Faint), new($"{name}, smoothed", Average(points, points.Count / 50.0))];

    /// <summary>
    /// Exponential moving average a_t = (sum of W_t/W_s y_s) / (sum of W_t/W_s), with W_t = w_1 ... w_t and w_t = 1 - 1/min(t/8, span): short memory
    /// at the start, where losses fall fast, and no pull to zero. Values that are not finite are passed over.
    /// </summary>
    internal static ChartPoint[] Average(IReadOnlyList<ChartPoint> points, double span)
    {
        double sum = 0, weight = 0;
        var smooth = new ChartPoint[points.Count];
        for (int index = 0; index < smooth.Length; index++)
        {
            var (x, y) = points[index];
            double keep = 1 - 1 / Math.Clamp(index / 8.0, 1, Math.Max(1, span));
            if (double.IsFinite(y))
                (sum, weight) = (sum * keep + y, weight * keep + 1);
            smooth[index] = new(x, double.IsFinite(y) ? sum / weight : double.NaN);
        }

        return smooth;
    }

    private static ChartPoint[] Points(IReadOnlyList<TrainingMetrics> metrics, Func<TrainingMetrics, double> value) =>
        [.. metrics.Select(entry => new ChartPoint(entry.Step, value(entry)))];

    private static SvgChart Small(string title, IReadOnlyList<ChartSeries> series) =>
        new() { Title = title, Series = series, Width = 520, Height = 280, FromZero = true };

    // On a linear axis nothing but the peaks would be seen.
    private static bool HasFarPeaks(ChartPoint[] points)
    {
        double[] positive = [.. points.Select(point => point.Y).Where(value => double.IsFinite(value) && value > 0).Order()];
        return positive.Length > 0 && positive[^1] > 30 * positive[positive.Length / 2];
    }
}
