using System.Globalization;
using System.Xml.Linq;
using Attune.Formats.Tests;

namespace Attune.Training.Tests;

public sealed class SvgChartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, 10, "0 2 4 6 8 10")]
    [InlineData(1.31, 5.2, "1 2 3 4 5 6")]
    [InlineData(0, 2000, "0 500 1,000 1,500 2,000")]
    [InlineData(0, 61200, "0 20k 40k 60k 80k")]
    [InlineData(0, 0.001, "0 2e-4 4e-4 6e-4 8e-4 1e-3")]
    [InlineData(-3, 3, "-4 -2 0 2 4")]
    [InlineData(7, 7, "6 6.5 7 7.5 8")]
    public void Ticks_are_round_and_around_the_values(double low, double high, string labels) =>
        Assert.Equal(labels, Labels(ChartAxis.Over([low, high], 5, round: true)));

    [Theory]
    [InlineData(1.3, 5.2, "1.5 2 3 5")]
    [InlineData(1e-6, 0.3, "1e-6 1e-5 1e-4 1e-3 0.01 0.1")]
    [InlineData(1e-30, 1e30, "1e-30 1e-21 1e-12 1e-3 1M 1e15 1e24")]
    [InlineData(2, 2, "1 1.2 1.5 2 2.5 3 4")]
    public void A_log_axis_has_as_many_ticks_as_there_is_room_for(double low, double high, string labels) =>
        Assert.Equal(labels, Labels(ChartAxis.Over([low, high], 5, log: true, round: true)));

    [Fact]
    public void Values_without_a_place_do_not_stretch_an_axis()
    {
        Assert.Equal("0 2 4 6 8 10", Labels(ChartAxis.Over([10, double.NaN, 0, double.PositiveInfinity], 5, round: true)));
        Assert.Equal("1 10 100 1,000", Labels(ChartAxis.Over([1, 0, -5, 1000], 3, log: true, round: true)));
        Assert.Equal(2, ChartAxis.Over([], 1, round: true).Ticks.Count);
    }

    [Fact]
    public void Thinning_keeps_ends_peaks_and_gaps()
    {
        ChartPoint[] points = [.. Enumerable.Range(0, 100_000).Select(x => new ChartPoint(x, x switch { 51_234 => 99, 71_234 => -99, 31_234 => double.NaN, _ => x % 7 }))];
        var thin = new ChartSeries("a", points).Thinned(400, x => x / 99_999);
        Assert.True(thin.Count <= 4 * 401);
        Assert.Subset(thin.ToHashSet(), new HashSet<ChartPoint> { points[0], points[^1], points[51_234], points[71_234], points[31_234] });
        Assert.Equal(thin.OrderBy(point => point.X), thin);
    }

    [Fact]
    public void A_file_of_its_own_has_size_colours_and_a_text_alternative()
    {
        var svg = Saved(new SvgChart { Title = "Loss <&>", Series = [new("training", [new(1, 4), new(2, 2), new(3, 3)])], Reference = new("entropy", 1.5) });
        Assert.Equal("0 0 880 360", svg.Attribute("viewBox")!.Value);
        Assert.Equal("Loss <&> by step. training: 4 at 1, 3 at 3; lowest 2 at 2, highest 4 at 1. entropy: 1.5.", svg.Attribute("aria-label")!.Value);
        Assert.Contains("prefers-color-scheme: dark", svg.Value, StringComparison.Ordinal);
        Assert.Contains("entropy 1.5", svg.Value, StringComparison.Ordinal);
        Assert.Null(svg.Attribute("data-chart"));
    }

    [Fact]
    public void Curves_lie_within_the_drawing_and_break_at_gaps()
    {
        var svg = Saved(new SvgChart { Title = "Loss", LogVertical = true, Series = [new("a", [new(1, 4), new(2, 0), new(3, 3), new(4, double.NaN), new(5, 2), new(6, 1)])] });
        string path = Elements(svg, "path").Single().Attribute("d")!.Value;
        Assert.Equal(3, path.Count(letter => letter == 'M'));
        Assert.Equal(2, path.Split("h0").Length - 1);
        double[] numbers = [.. path.Replace("h0", "", StringComparison.Ordinal).Split(['M', 'L', ' '], StringSplitOptions.RemoveEmptyEntries).Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
        Assert.All(numbers.Where((_, at) => at % 2 == 0), x => Assert.InRange(x, 0, 880));
        Assert.All(numbers.Where((_, at) => at % 2 == 1), y => Assert.InRange(y, 0, 360));
    }

    [Fact]
    public void A_chart_without_values_says_so() =>
        Assert.Contains("nothing measured yet", Saved(new SvgChart { Title = "Loss", Series = [new("a", [new(1, double.NaN)]), new("b", [])] }).Value, StringComparison.Ordinal);

    [Fact]
    public void The_average_follows_a_level_from_the_first_point_on_and_passes_over_gaps()
    {
        ChartPoint[] points = [.. Enumerable.Range(0, 200).Select(x => new ChartPoint(x, x == 50 ? double.NaN : 3))];
        var smooth = MetricsCharts.Average(points, 10);
        Assert.True(double.IsNaN(smooth[50].Y));
        // Rounding of a mean of equal numbers.
        Assert.All(smooth.Where(point => point.X != 50), point => Assert.Equal(3, point.Y, 12));
    }

    private static string Labels(ChartAxis axis) => string.Join(' ', axis.Ticks.Select(axis.Label));

    private static IEnumerable<XElement> Elements(XElement svg, string name) => svg.Descendants(XName.Get(name, "http://www.w3.org/2000/svg"));

    private XElement Saved(SvgChart chart)
    {
        chart.Save(_folder.File("chart.svg"));
        return XDocument.Load(_folder.File("chart.svg")).Root!;
    }
}
