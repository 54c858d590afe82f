namespace Attune.Training;

/// <summary>A learning-rate range test: the rate grows step by step, and the loss says where it is too small, right and too large. Leslie Smith, arXiv:1506.01186.</summary>
/// <param name="Points">Learning rates, rising, and the loss at each.</param>
/// <param name="Suggested">The rate to train with; null where the test found none.</param>
public sealed record LearningRateTest(IReadOnlyList<ChartPoint> Points, double? Suggested)
{
    /// <summary>The loss against the logarithm of the rate, with the suggested one marked.</summary>
    public SvgChart Chart() => MetricsCharts.LossChart(Points, MetricsCharts.Smoothed("loss", Points)) with
    {
        Horizontal = "learning rate",
        LogHorizontal = true,
        Mark = Suggested is double rate ? new ChartMark("suggested", rate) : null,
    };
}
