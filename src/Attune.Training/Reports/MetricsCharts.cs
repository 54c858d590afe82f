namespace Attune.Training;

/// <summary>The charts of a run.</summary>
internal static class MetricsCharts
{
    // With fewer points than this the raw curve is readable as it is.
    private const int FewestSmoothed = 60;

    public static SvgChart Loss(IReadOnlyList<TrainingMetrics> metrics, ChartReference? reference)
    {
        ChartPoint[] validation = [.. metrics.Where(entry => entry.ValidationLoss is not null).Select(entry => new ChartPoint(entry.Step, entry.ValidationLoss!.Value))];
        var training = Smoothed("training", Points(metrics, entry => entry.Loss));
        return new()
        {
            Title = "Loss, nats per token",
            Series = validation.Length == 0 ? training : [.. training, new("validation", validation, ChartTone.Ink, Dots: validation.Length <= 60)],
            LogVertical = SpansDecades(metrics.Select(entry => entry.Loss)),
            Reference = reference,
        };
    }

    public static SvgChart LearningRate(IReadOnlyList<TrainingMetrics> metrics) =>
        Small("Learning rate", [new("learning rate", Points(metrics, entry => entry.LearningRate))]);

    public static SvgChart GradientNorm(IReadOnlyList<TrainingMetrics> metrics) =>
        Small("Gradient norm", Smoothed("norm", Points(metrics, entry => entry.GradientNorm)), log: SpansDecades(metrics.Select(entry => entry.GradientNorm)));

    public static SvgChart Speed(IReadOnlyList<TrainingMetrics> metrics) =>
        Small("Tokens per second", Smoothed("tokens/s", Points(metrics, entry => entry.TokensPerSecond)));

    public static SvgChart FractionOfPeak(IReadOnlyList<TrainingMetrics> metrics) =>
        Small("Share of the hardware's peak", Smoothed("of peak", Points(metrics, entry => entry.FractionOfPeak ?? double.NaN)), percent: true);

    /// <summary>The raw curve, faint, and over it its smoothed form; the raw curve alone where there are few points.</summary>
    public static IReadOnlyList<ChartSeries> Smoothed(string name, IReadOnlyList<ChartPoint> points) => points.Count < FewestSmoothed
        ? [new(name, points)]
        : [new($"{name}, each step", points, ChartTone.Faint), new($"{name}, smoothed", Average(points, points.Count / 50.0))];

    /// <summary>Whether values are so far apart that a linear axis would show the largest alone.</summary>
    public static bool SpansDecades(IEnumerable<double> values)
    {
        double[] positive = [.. values.Where(value => double.IsFinite(value) && value > 0).Order()];
        return positive.Length > 0 && positive[^1] > 30 * positive[positive.Length / 2];
    }

    /// <summary>
    /// Exponential moving average, without the pull to zero at the start: a_t = (sum of w^(t-s) y_s) / (sum of w^(t-s)), w = 1 - 1/span.
    /// Values that are not finite are passed over.
    /// </summary>
    internal static ChartPoint[] Average(IReadOnlyList<ChartPoint> points, double span)
    {
        double keep = 1 - 1 / Math.Max(1, span), sum = 0, weight = 0;
        var smooth = new ChartPoint[points.Count];
        for (int index = 0; index < smooth.Length; index++)
        {
            var (x, y) = points[index];
            if (double.IsFinite(y))
                (sum, weight) = (sum * keep + y, weight * keep + 1);
            smooth[index] = new(x, double.IsFinite(y) ? sum / weight : double.NaN);
        }

        return smooth;
    }

    private static ChartPoint[] Points(IReadOnlyList<TrainingMetrics> metrics, Func<TrainingMetrics, double> value) =>
        [.. metrics.Select(entry => new ChartPoint(entry.Step, value(entry)))];

    private static SvgChart Small(string title, IReadOnlyList<ChartSeries> series, bool log = false, bool percent = false) =>
        new() { Title = title, Series = series, Width = 520, Height = 280, FromZero = true, LogVertical = log, Percent = percent };
}
