using System.Globalization;
using System.Text;
using System.Xml;
using Attune.Inference;

namespace Attune.Training;

/// <summary>The cells of a map of attention, each one unit wide and high, and what lies above them in a large picture.</summary>
internal static class AttentionDrawing
{
    /// <summary>Tones that a cell can have, and with 0 none: the ground shows.</summary>
    public const int Tones = 16;

    /// <summary>Tones go with the square root of the weight, so that the small weights of long sentences are seen.</summary>
    public static int ToneOf(float weight) => (int)Math.Round(Math.Sqrt(Math.Clamp(weight, 0, 1)) * Tones);

    /// <summary>A weight in per cent, as short as it makes sense.</summary>
    public static string Percent(double weight) => ReadableNumber.Text(weight * 100, weight >= 0.0995 ? "0" : "0.#") + " %";

    /// <summary>Writes ground and cells: one path for each tone, neighbours in a row as one stroke.</summary>
    public static void WriteCells(XmlWriter svg, AttentionMap map, string id)
    {
        svg.Start("g");
        svg.Attributes(("id", id));
        svg.Shape("path", ("class", "ground"), ("d", Ground(map)));
        // Strokes run along the middle of a row.
        svg.Start("g", "tones");
        svg.Attributes(("transform", "translate(0 .5)"));
        var paths = Paths(map);
        for (int tone = 1; tone <= Tones; tone++)
        {
            if (paths[tone].Length > 0)
                svg.Shape("path", ("class", $"t{tone}"), ("d", paths[tone].ToString()));
        }

        svg.WriteEndElement();
        svg.WriteEndElement();
    }

    /// <summary>Writes outlines around the strongest cell of each row.</summary>
    public static void WriteStrongest(XmlWriter svg, AttentionMap map)
    {
        var path = new StringBuilder();
        for (int row = 0; row < map.Rows; row++)
            path.Append(CultureInfo.InvariantCulture, $"M{Strongest(map.Row(row))} {row}h1v1h-1z");
        svg.Shape("path", ("class", "strongest"), ("d", path.ToString()));
    }

    /// <summary>Writes what can be pointed at: cells that are seen through and say their column and weight, where there is a tone.</summary>
    /// <param name="columns">Names of the columns.</param>
    /// <param name="most">Cells of a row: the strongest.</param>
    public static void WriteTips(XmlWriter svg, AttentionMap map, IReadOnlyList<string> columns, int most)
    {
        svg.Start("g", "tips");
        for (int row = 0; row < map.Rows; row++)
        {
            svg.Start("g");
            svg.Attributes(("transform", $"translate(0 {row})"));
            foreach (int column in Named(map, row, most))
            {
                svg.Start("rect");
                svg.Attributes(("x", $"{column}"));
                svg.Element("title", $"{columns[column]} {Percent(map.Row(row)[column])}");
                svg.WriteEndElement();
            }

            svg.WriteEndElement();
        }

        svg.WriteEndElement();
    }

    // What has no tone has nothing to say.
    private static IEnumerable<int> Named(AttentionMap map, int row, int most)
    {
        int[] seen = [.. Enumerable.Range(0, map.Visible(row)).Where(column => ToneOf(map.Row(row)[column]) > 0)];
        return seen.Length <= most ? seen : seen.OrderByDescending(column => map.Row(row)[column]).Take(most).Order();
    }

    // What is hidden from a row has no ground.
    private static string Ground(AttentionMap map)
    {
        var path = new StringBuilder("M0 0");
        for (int row = 0; row < map.Rows; row++)
        {
            if (row == 0 || map.Visible(row) != map.Visible(row - 1))
                path.Append(CultureInfo.InvariantCulture, $"H{map.Visible(row)}");
            path.Append("v1");
        }

        return path.Append("H0z").ToString();
    }

    private static StringBuilder[] Paths(AttentionMap map)
    {
        var paths = new StringBuilder[Tones + 1];
        for (int tone = 0; tone < paths.Length; tone++)
            paths[tone] = new();
        for (int row = 0; row < map.Rows; row++)
        {
            var weights = map.Row(row)[..map.Visible(row)];
            for (int column = 0; column < weights.Length;)
            {
                int tone = ToneOf(weights[column]), end = column + 1;
                while (end < weights.Length && ToneOf(weights[end]) == tone)
                    end++;
                if (tone > 0)
                    paths[tone].Append(CultureInfo.InvariantCulture, $"M{column} {row}h{end - column}");
                column = end;
            }
        }

        return paths;
    }

    private static int Strongest(ReadOnlySpan<float> weights)
    {
        int strongest = 0;
        for (int column = 1; column < weights.Length; column++)
        {
            if (weights[column] > weights[strongest])
                strongest = column;
        }

        return strongest;
    }
}
