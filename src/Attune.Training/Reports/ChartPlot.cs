using System.Text;
using System.Xml;

namespace Attune.Training;

/// <summary>The area of a chart in which curves are: from values to places in the drawing.</summary>
internal sealed record ChartPlot(double Left, double Top, double Width, double Height, ChartAxis Across, ChartAxis Up)
{
    public double X(double value) => Left + Across.Place(value) * Width;

    public double Y(double value) => Top + (1 - Up.Place(value)) * Height;

    public static string Class(ChartTone tone) => tone switch
    {
        ChartTone.Accent => "accent",
        ChartTone.Faint => "faint",
        ChartTone.Ink => "ink",
        _ => "soft",
    };

    public List<ChartPoint> Drawn(ChartSeries series) => series.Thinned((int)(Width / 2), Across.Place);

    public void WriteAxes(XmlWriter svg, string horizontal, double textSize)
    {
        double bottom = Top + Height;
        foreach (double tick in Up.Ticks)
        {
            double y = Y(tick);
            svg.Shape("line", ("class", "grid"), ("x1", Left), ("x2", Left + Width), ("y1", y), ("y2", y));
            svg.Label(Left - 8, y + textSize / 3, Up.Label(tick), "end");
        }

        svg.Shape("line", ("class", "base"), ("x1", Left), ("x2", Left + Width), ("y1", bottom), ("y2", bottom));
        foreach (double tick in Across.Ticks)
        {
            double x = X(tick);
            svg.Shape("line", ("class", "tick"), ("x1", x), ("x2", x), ("y1", bottom), ("y2", bottom + 4));
            // The last label would leave the drawing if it were centred.
            svg.Label(x, bottom + 18, Across.Label(tick), Left + Width - x < 12 && Across.Label(tick).Length > 4 ? "end" : "middle");
        }

        svg.Label(Left + Width, bottom + 36, horizontal, "end");
    }

    public void WriteCurve(XmlWriter svg, ChartSeries series)
    {
        var points = Drawn(series);
        var path = new StringBuilder();
        bool open = false;
        for (int index = 0; index < points.Count; index++)
        {
            bool drawn = IsDrawn(points[index]);
            if (drawn)
            {
                path.Append(open ? 'L' : 'M').Append(SvgWriter.Number(X(points[index].X))).Append(' ').Append(SvgWriter.Number(Y(points[index].Y)));
                // A point between two gaps is a dot.
                if (!open && (index + 1 == points.Count || !IsDrawn(points[index + 1])))
                    path.Append("h0");
            }

            open = drawn;
        }

        if (path.Length > 0)
            svg.Shape("path", ("class", $"curve {Class(series.Tone)}"), ("d", path.ToString()));
        if (!series.Dots)
            return;
        foreach (var point in points.Where(IsDrawn))
            svg.Shape("circle", ("class", $"dot {Class(series.Tone)}"), ("cx", X(point.X)), ("cy", Y(point.Y)), ("r", 2.5));
    }

    private bool IsDrawn(ChartPoint point) => Across.Holds(point.X) && Up.Holds(point.Y);
}
