using System.Xml;
using static Attune.Training.HtmlPage;

namespace Attune.Training;

/// <summary>
/// The page of a run, <c>report.html</c>: results, curves, samples and facts in one file that needs nothing from elsewhere. Well-formed as XML too.
/// </summary>
public sealed record RunReport
{
    /// <summary>The heading: the recipe or the run.</summary>
    public required string Title { get; init; }

    /// <summary>One sentence below it; may be empty.</summary>
    public string About { get; init; } = "";

    /// <summary>What was measured, by rising step.</summary>
    public required IReadOnlyList<TrainingMetrics> Metrics { get; init; }

    /// <summary>Names and values, in order: model, parameters, data, tokenizer, seed, hardware, versions.</summary>
    public IReadOnlyList<(string Name, string Value)> Facts { get; init; } = [];

    /// <summary>What the model wrote, by rising step.</summary>
    public IReadOnlyList<RunSample> Samples { get; init; } = [];

    /// <summary>What <see cref="TrainingDiagnosis"/> found; null where nobody looked.</summary>
    public IReadOnlyList<TrainingFinding>? Findings { get; init; }

    /// <summary>A line to compare the loss with, such as the entropy of the text's source.</summary>
    public ChartReference? LossReference { get; init; }

    /// <summary>A range test that went before.</summary>
    public LearningRateTest? LearningRateTest { get; init; }

    /// <summary>The chart of training and validation loss, for a file of its own too.</summary>
    public SvgChart LossChart() => MetricsCharts.Loss(Metrics, LossReference);

    /// <summary>Writes the page, all or nothing.</summary>
    /// <exception cref="IOException">The folder is missing, the disk is full, and so on.</exception>
    public void Save(string path) => HtmlPage.Write(path, Clean($"{Title} · training run"), ReportStyle.Chart + ReportStyle.Report, page =>
    {
        page.Start("main");
        WriteTop(page);
        WriteCurves(page);
        WriteSamples(page);
        WriteFacts(page);
        page.WriteEndElement();
        page.Element("footer", "Point at a curve to read its values, or move along it with the arrow keys. All numbers are in metrics.jsonl beside this page.");
        page.Start("div");
        page.Attributes(("id", "tip"), ("role", "status"), ("hidden", "hidden"));
        page.WriteFullEndElement();
        page.Start("script");
        page.WriteRaw(ReportStyle.Script);
        page.WriteFullEndElement();
    });

    private void WriteTop(XmlWriter page)
    {
        page.Start("header");
        page.Element("p", "Training run", "kind");
        page.Element("h1", Clean(Title));
        if (About.Length > 0)
            page.Element("p", Clean(About), "about");
        WriteResults(page);
        if (Findings is { Count: > 0 })
            WriteFindings(page, Findings);
        else if (Findings is not null && Metrics.Count > 0)
            page.Element("p", $"No signs of trouble in {ReadableNumber.Count(Metrics[^1].Step)} steps.", "calm");
        page.WriteEndElement();
    }

    private void WriteResults(XmlWriter page)
    {
        if (Metrics.Count == 0)
            return;
        var last = Metrics[^1];
        page.Start("dl", "results");
        if (Metrics.Where(entry => entry.ValidationLoss is double loss && double.IsFinite(loss)).MinBy(entry => entry.ValidationLoss) is { } best)
            Result(Loss(best.ValidationLoss!.Value), $"lowest validation loss, at step {ReadableNumber.Count(best.Step)}");
        Result(Loss(Ending(entry => entry.Loss)), "training loss at the end");
        Result(ReadableNumber.Count(last.Step), last.Step == 1 ? "step" : "steps");
        Result(ReadableNumber.Short(last.Tokens), "tokens seen");
        Result(ReadableNumber.Duration(last.Seconds), "training time");
        Result(ReadableNumber.Short(Ending(entry => entry.TokensPerSecond)), "tokens per second");
        if (last.FractionOfPeak is not null)
            Result(ReadableNumber.Percent(Ending(entry => entry.FractionOfPeak ?? double.NaN)), "of the hardware's peak");
        if (Metrics.Max(entry => entry.MemoryBytes) is > 0 and long bytes)
            Result(ReadableNumber.Bytes(bytes), "memory at most");
        page.WriteEndElement();

        void Result(string number, string what) => Pair(page, what, number);
        string Loss(double loss) => double.IsFinite(loss) ? ReadableNumber.Text(loss, "0.000") : ReadableNumber.Of(loss);
        // One batch says little: the mean of the last twentieth.
        double Ending(Func<TrainingMetrics, double> value) => Metrics.Skip(Metrics.Count - Math.Max(1, Metrics.Count / 20)).Average(value);
    }

    private static void WriteFindings(XmlWriter page, IReadOnlyList<TrainingFinding> findings)
    {
        page.Start("ul", "findings");
        page.Attributes(("aria-label", "What to look at"));
        foreach (var finding in findings)
        {
            page.Start("li", finding.IsWarning ? "warning" : "hint");
            page.Start("p");
            page.Element("small", finding.IsWarning ? "Warning" : "Hint");
            page.Element("b", Clean(finding.Title));
            page.WriteEndElement();
            page.Element("p", Clean(finding.Seen));
            page.Element("p", Clean($"Try: {finding.Advice}"));
            page.WriteEndElement();
        }

        page.WriteEndElement();
    }

    private void WriteCurves(XmlWriter page)
    {
        page.Element("h2", "Curves");
        Figures(page, LossChart() with { Width = 1008, Height = 400 }, narrowHeight: 320);
        page.Start("div", "charts");
        foreach (var chart in MetricsCharts.Small(Metrics))
            Figures(page, chart, narrowHeight: 240);
        page.WriteEndElement();
        if (LearningRateTest is null)
            return;
        page.Element("h2", "Learning-rate range test");
        Figures(page, LearningRateTest.Chart() with { Width = 1008, Height = 400 }, narrowHeight: 320);
    }

    // Twice, for wide and for narrow screens, so that its text has one size; the page's rules show one of the two.
    private static void Figures(XmlWriter page, SvgChart chart, int narrowHeight)
    {
        Figure(page, chart, "wide");
        Figure(page, chart with { Width = 400, Height = narrowHeight }, "narrow");
    }

    private static void Figure(XmlWriter page, SvgChart chart, string kind)
    {
        page.Start("figure", kind);
        chart.Write(page);
        page.WriteEndElement();
    }

    private void WriteSamples(XmlWriter page)
    {
        if (Samples.Count == 0)
            return;
        page.Element("h2", "What it wrote");
        page.Start("ol", "samples");
        foreach (var sample in Samples)
        {
            page.Start("li");
            page.Element("span", $"step {ReadableNumber.Count(sample.Step)}");
            page.Start("p");
            if (sample.Prompt.Length > 0)
                page.Element("i", Clean(sample.Prompt));
            page.WriteString(Clean(sample.Text));
            page.WriteFullEndElement();
            page.WriteEndElement();
        }

        page.WriteEndElement();
    }

    private void WriteFacts(XmlWriter page)
    {
        if (Facts.Count == 0)
            return;
        page.Element("h2", "This run");
        page.Start("dl", "facts");
        foreach (var (name, value) in Facts)
            Pair(page, name, value);
        page.WriteEndElement();
    }

    private static void Pair(XmlWriter page, string name, string value)
    {
        page.Start("div");
        page.Element("dt", Clean(name));
        page.Element("dd", Clean(value));
        page.WriteEndElement();
    }
}
