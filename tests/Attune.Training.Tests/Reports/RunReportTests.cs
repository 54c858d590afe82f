using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Attune.Formats.Tests;

namespace Attune.Training.Tests;

public sealed class RunReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_page_holds_what_it_was_given_and_is_well_formed()
    {
        var page = Saved(new RunReport
        {
            Title = "stories <1>",
            About = "Small & good",
            Metrics = TrainingDiagnosisTests.Run(),
            Facts = [("Seed", "1337"), ("Model", "gpt2 \"tiny\"")],
            Samples = [new(100, "Once", " upon a <b>time</b>\n&c."), new(200, "", "\0 a half \uD800 surrogate, a whole 🦊")],
            Findings = [new(FindingKind.DeadUnits, true, "Units are dead", "63 % of layer 1.", "GELU.")],
            LossReference = new("entropy of the generator", 1.41),
            LearningRateTest = new([new(1e-6, 4), new(1e-3, 2), new(1, 90)], 5e-4),
        });
        foreach (string text in (string[])["stories <1>", "Small & good", "1337", "gpt2 \"tiny\"", " upon a <b>time</b>\n&c.", "\uFFFD a half \uFFFD surrogate, a whole 🦊",
            "Units are dead", "63 % of layer 1.", "Try: GELU.", "entropy of the generator 1.41", "suggested 5e-4"])
            Assert.Contains(text, page.Value, StringComparison.Ordinal);
        Assert.Contains("Warning", page.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_comes_from_elsewhere()
    {
        var page = Saved(new RunReport { Title = "a", Metrics = TrainingDiagnosisTests.Run() });
        Assert.DoesNotContain(page.Descendants().Attributes(), attribute => attribute.Name.LocalName is "src" or "href");
        Assert.DoesNotContain("url(", page.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", page.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_chart_has_a_text_alternative_and_values_to_read_out()
    {
        var page = Saved(new RunReport { Title = "a", Metrics = TrainingDiagnosisTests.Run() });
        var charts = page.Descendants().Where(element => element.Name.LocalName == "svg").ToArray();
        Assert.Equal(10, charts.Length);
        Assert.All(charts, chart => Assert.NotEmpty(chart.Attribute("aria-label")!.Value));
        using var data = JsonDocument.Parse(charts[0].Attribute("data-chart")!.Value);
        var validation = data.RootElement.GetProperty("series").EnumerateArray().Single(series => series.GetProperty("name").GetString() == "validation");
        Assert.Equal([100, 200, 300, 400, 500, 600, 700, 800, 900, 1000], validation.GetProperty("xs").EnumerateArray().Select(x => x.GetInt32()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void A_run_that_has_just_begun_has_a_page(int steps) =>
        Saved(new RunReport { Title = "a", Metrics = [.. TrainingDiagnosisTests.Run().Take(steps)], Findings = [] });

    [Fact]
    public void A_run_that_failed_has_a_page()
    {
        var page = Saved(new RunReport { Title = "a", Metrics = TrainingDiagnosisTests.Run(entry => entry with { Loss = double.NaN, GradientNorm = double.PositiveInfinity, ValidationLoss = null }) });
        Assert.Contains("NaN", page.Value, StringComparison.Ordinal);
        Assert.Contains("nothing measured yet", page.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_run_has_a_page_of_moderate_size()
    {
        Saved(new RunReport { Title = "a", Metrics = TrainingDiagnosisTests.Run(steps: 50_000) });
        // Ten charts of at most four points for two columns of pixels.
        Assert.InRange(new FileInfo(_folder.File("report.html")).Length, 50_000, 700_000);
    }

    private XElement Saved(RunReport report)
    {
        report.Save(_folder.File("report.html"));
        using var reader = XmlReader.Create(_folder.File("report.html"), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader).Root!;
    }
}
