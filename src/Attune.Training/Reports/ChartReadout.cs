using System.Text;
using System.Text.Json;

namespace Attune.Training;

/// <summary>What the page's script needs to read out a chart: its place in the drawing, its axes, and the points that are drawn.</summary>
internal static class ChartReadout
{
    public static string Of(SvgChart chart, ChartPlot plot)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("x", chart.Horizontal);
            json.WriteBoolean("percent", chart.Percent);
            Numbers(json, "box", [plot.Left, plot.Top, plot.Width, plot.Height]);
            Axis(json, "across", plot.Across);
            Axis(json, "up", plot.Up);
            json.WriteStartArray("series");
            foreach (var series in chart.Series)
            {
                ChartPoint[] points = [.. plot.Drawn(series).Where(point => plot.Across.Holds(point.X) && plot.Up.Holds(point.Y))];
                json.WriteStartObject();
                json.WriteString("name", series.Name);
                json.WriteString("tone", ChartPlot.Class(series.Tone));
                Numbers(json, "xs", points.Select(point => point.X));
                Numbers(json, "ys", points.Select(point => point.Y));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Axis(Utf8JsonWriter json, string name, ChartAxis axis)
    {
        json.WriteStartObject(name);
        json.WriteNumber("low", axis.Low);
        json.WriteNumber("high", axis.High);
        json.WriteBoolean("log", axis.IsLog);
        json.WriteEndObject();
    }

    // Six digits are more than the read-out shows, and steps stay whole up to a million.
    private static void Numbers(Utf8JsonWriter json, string name, IEnumerable<double> values)
    {
        json.WriteStartArray(name);
        foreach (double value in values)
            json.WriteRawValue(ReadableNumber.Text(value, value == Math.Floor(value) ? "R" : "G6"));
        json.WriteEndArray();
    }
}
