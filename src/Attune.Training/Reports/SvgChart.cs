using System.Text;
using System.Xml;
using Attune.Formats;

namespace Attune.Training;

/// <summary>A horizontal line that curves are compared with, such as the entropy of the text's source.</summary>
/// <param name="Name">Stands beside it.</param>
/// <param name="Value">Its height.</param>
public sealed record ChartReference(string Name, double Value);

/// <summary>A vertical line at a value that matters, such as a suggested learning rate.</summary>
/// <param name="Name">Stands beside it.</param>
/// <param name="Value">Its place along x.</param>
public sealed record ChartMark(string Name, double Value);

/// <summary>A line chart, drawn as SVG: in a page, where pointing at it reads out its values, or as a file of its own, light or dark as the reader's system is.</summary>
public sealed record SvgChart
{
    private const double TextSize = 12, CharacterWidth = 6.7, Right = 18, Bottom = 44;

    /// <summary>What is shown.</summary>
    public required string Title { get; init; }

    /// <summary>The curves, from the one furthest behind to the one in front.</summary>
    public required IReadOnlyList<ChartSeries> Series { get; init; }

    /// <summary>What runs along x.</summary>
    public string Horizontal { get; init; } = "step";

    /// <summary>A logarithmic x axis; values that are not above zero are left out.</summary>
    public bool LogHorizontal { get; init; }

    /// <summary>A logarithmic y axis; values that are not above zero are gaps.</summary>
    public bool LogVertical { get; init; }

    /// <summary>The y axis starts at zero or below.</summary>
    public bool FromZero { get; init; }

    /// <summary>Shares are written in per cent.</summary>
    public bool Percent { get; init; }

    /// <summary>A line to compare with.</summary>
    public ChartReference? Reference { get; init; }

    /// <summary>A value along x that matters.</summary>
    public ChartMark? Mark { get; init; }

    /// <summary>Width in units of the drawing, pixels at its natural size.</summary>
    public int Width { get; init; } = 880;

    /// <summary>Height in the same units.</summary>
    public int Height { get; init; } = 360;

    /// <summary>Writes the chart as a file of its own, all or nothing.</summary>
    /// <exception cref="IOException">The folder is missing, the disk is full, and so on.</exception>
    public void Save(string path) => AtomicFile.Write(path, stream =>
    {
        using var svg = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false), NewLineChars = "\n", CloseOutput = false });
        Write(svg, alone: true);
    });

    /// <summary>Writes the chart as an element of a page that has the rules of <see cref="ReportStyle"/>.</summary>
    internal void Write(XmlWriter svg) => Write(svg, alone: false);

    /// <summary>What the chart shows, in words.</summary>
    internal string Description()
    {
        var text = new StringBuilder($"{Title} by {Horizontal}.");
        foreach (var series in Series)
        {
            ChartPoint[] points = [.. series.Points.Where(point => double.IsFinite(point.Y))];
            if (points.Length == 0 || series.Tone == ChartTone.Faint)
                continue;
            var (first, last, lowest, highest) = (points[0], points[^1], points.MinBy(point => point.Y), points.MaxBy(point => point.Y));
            text.Append($" {series.Name}: {Value(first.Y)} at {Place(first.X)}, {Value(last.Y)} at {Place(last.X)};");
            text.Append($" lowest {Value(lowest.Y)} at {Place(lowest.X)}, highest {Value(highest.Y)} at {Place(highest.X)}.");
        }

        if (Reference is { } line)
            text.Append($" {line.Name}: {Value(line.Value)}.");
        if (Mark is { } mark)
            text.Append($" {mark.Name}: {ReadableNumber.Of(mark.Value)}.");
        return text.ToString();

        string Value(double value) => Percent ? ReadableNumber.Percent(value) : ReadableNumber.Of(value);
        string Place(double value) => LogHorizontal ? ReadableNumber.Of(value) : ReadableNumber.Text(value, "#,0.###");
    }

    private void Write(XmlWriter svg, bool alone)
    {
        bool legend = Series.Count > 1;
        double top = legend ? 66 : 46;
        var across = ChartAxis.Over(Series.SelectMany(series => series.Points).Select(point => point.X), Math.Max(2, Width / 110), LogHorizontal);
        var up = ChartAxis.Over(
            Series.SelectMany(series => series.Points).Select(point => point.Y).Append(Reference?.Value ?? double.NaN),
            Math.Max(3, (int)((Height - top - Bottom) / 40)), LogVertical, FromZero, round: true, Percent);
        double left = 24 + up.Ticks.Select(up.Label).Append("").Max(label => label.Length) * CharacterWidth;
        var plot = new ChartPlot(left, top, Width - left - Right, Height - top - Bottom, across, up);

        svg.WriteStartElement("svg", "http://www.w3.org/2000/svg");
        svg.Attributes(("class", "chart"), ("viewBox", $"0 0 {Width} {Height}"), ("role", "img"), ("aria-label", Description()));
        if (alone)
        {
            svg.Attributes(("width", $"{Width}"), ("height", $"{Height}"));
            svg.WriteElementString("style", ReportStyle.Alone);
            svg.Shape("rect", ("class", "card"), ("x", "0.5"), ("y", "0.5"), ("width", $"{Width - 1}"), ("height", $"{Height - 1}"), ("rx", "12"));
        }
        else
        {
            svg.Attributes(("tabindex", "0"), ("data-chart", ChartReadout.Of(this, plot)));
        }

        svg.Label(16, 28, Title, "title");
        if (legend)
            WriteLegend(svg);
        plot.WriteAxes(svg, Horizontal, TextSize);
        foreach (var series in Series)
            plot.WriteCurve(svg, series);
        if (Reference is { } line && up.Holds(line.Value))
            WriteReference(svg, plot, line);
        if (Mark is { } mark && across.Holds(mark.Value) && across.Place(mark.Value) is >= 0 and <= 1)
            WriteMark(svg, plot, mark);
        if (!Series.Any(series => series.Points.Any(point => up.Holds(point.Y))))
            svg.Label(left + plot.Width / 2, top + plot.Height / 2, "nothing measured yet", "middle");
        svg.WriteEndElement();
    }

    // One line of text: so names follow each other whatever the width of the reader's font.
    private void WriteLegend(XmlWriter svg)
    {
        svg.WriteStartElement("text");
        svg.Attributes(("x", "16"), ("y", "50"));
        foreach (var (index, series) in Series.Index())
        {
            svg.WriteStartElement("tspan");
            svg.Attributes(("class", $"key {ChartPlot.Class(series.Tone)}"));
            if (index > 0)
                svg.Attributes(("dx", "18"));
            svg.WriteString(series.Dots ? "●" : "━");
            svg.WriteEndElement();
            svg.WriteStartElement("tspan");
            svg.Attributes(("dx", "6"));
            svg.WriteString(series.Name);
            svg.WriteEndElement();
        }

        svg.WriteEndElement();
    }

    private static void WriteReference(XmlWriter svg, ChartPlot plot, ChartReference line)
    {
        double y = plot.Y(line.Value);
        svg.Shape("line", ("class", "reference"), ("x1", plot.Left), ("x2", plot.Left + plot.Width), ("y1", y), ("y2", y));
        // At the left and below, if there is room: curves that fall towards the line are far from there.
        svg.Label(plot.Left + 8, plot.Top + plot.Height - y > 20 ? y + 15 : y - 6, $"{line.Name} {ReadableNumber.Of(line.Value)}", "halo");
    }

    private static void WriteMark(XmlWriter svg, ChartPlot plot, ChartMark mark)
    {
        double x = plot.X(mark.Value);
        bool leftHalf = plot.Across.Place(mark.Value) < 0.5;
        svg.Shape("line", ("class", "mark"), ("x1", x), ("x2", x), ("y1", plot.Top), ("y2", plot.Top + plot.Height));
        svg.Label(leftHalf ? x + 8 : x - 8, plot.Top + 14, $"{mark.Name} {ReadableNumber.Of(mark.Value)}", leftHalf ? "halo strong" : "halo strong end");
    }
}
