using System.Globalization;
using System.Text;
using Attune.Nn;
using Attune.Training;

namespace Attune.Benchmarks;

/// <summary>The pictures of docs/transformer.md that are drawn from what the code computes.</summary>
internal static class TransformerPictures
{
    private const int Positions = 32, Channels = 64, Cell = 9, Left = 48, Top = 40, Levels = 8;

    /// <summary>Writes them into a folder.</summary>
    public static void Save(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "transformer-positions.svg"), Heatmap());
        WarmUp().Save(Path.Combine(folder, "transformer-warm-up.svg"));
    }

    private static SvgChart WarmUp()
    {
        const int Steps = 20_000, Every = 100;
        return new SvgChart
        {
            Title = "Learning rate, equation 3",
            FromZero = true,
            Series =
            [
                Curve("width 256, warm-up 4,000", 256, 4000, ChartTone.Soft),
                Curve("width 512, warm-up 8,000", 512, 8000, ChartTone.Ink),
                Curve("width 512, warm-up 4,000 (base)", 512, 4000, ChartTone.Accent),
            ],
        };

        static ChartSeries Curve(string name, int width, int warmUp, ChartTone tone)
        {
            var schedule = new InverseSquareRootSchedule(InverseSquareRootSchedule.PaperPeak(width, warmUp), warmUp);
            return new ChartSeries(name, [.. Enumerable.Range(1, Steps / Every).Select(i => new ChartPoint(i * Every, schedule.RateAt(i * Every)))], tone);
        }
    }

    /// <summary>Rows are positions, columns elements; the fuller the colour, the nearer to 1. Equal neighbours of a column are one rectangle.</summary>
    private static string Heatmap()
    {
        float[] table = new SinusoidalPositions(Positions, Channels).Forward(new Pass(Segments.Of(Positions))).ToArray<float>(); // [P, C]
        var paths = Enumerable.Range(0, Levels + 1).Select(_ => new StringBuilder()).ToArray();
        for (int channel = 0; channel < Channels; channel++)
        {
            for (int first = 0, end; first < Positions; first = end)
            {
                int level = LevelOf(first);
                for (end = first + 1; end < Positions && LevelOf(end) == level;)
                    end++;
                paths[level].Append(CultureInfo.InvariantCulture, $"M{Left + (channel * Cell)} {Top + (first * Cell)}h{Cell}v{(end - first) * Cell}h-{Cell}z");
            }

            int LevelOf(int position) => (int)Math.Round((table[(position * Channels) + channel] + 1) / 2 * Levels);
        }

        const int Width = Left + (Channels * Cell) + 16, Height = Top + (Positions * Cell) + 40;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $$"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{Width}} {{Height}}" width="{{Width}}" height="{{Height}}" role="img" aria-label="Sinusoidal positions: fast waves in the first elements, slow ones in the last">
            <style>text { font: 12px system-ui, sans-serif; fill: #5d6779; } path { fill: #3b6fd4; } @media (prefers-color-scheme: dark) { text { fill: #98a2b3; } path { fill: #7aa5f5; } }</style>
            <text x="{{Left}}" y="24">Sinusoidal positions: {{Positions}} rows of {{Channels}} elements, from -1 (empty) to 1 (full colour)</text>
            <text x="{{Left}}" y="{{Height - 16}}">element 0: another at every position</text>
            <text x="{{Left + (Channels * Cell)}}" y="{{Height - 16}}" text-anchor="end">element {{Channels - 1}}: nearly the same at all of them</text>
            <text x="{{Left - 8}}" y="{{Top + 10}}" text-anchor="end">p = 0</text>
            <text x="{{Left - 8}}" y="{{Top + (Positions * Cell) - 2}}" text-anchor="end">{{Positions - 1}}</text>

            """);
        for (int level = 1; level <= Levels; level++)
            svg.Append(CultureInfo.InvariantCulture, $"<path fill-opacity=\"{(double)level / Levels:0.###}\" d=\"{paths[level]}\"/>\n");
        return svg.Append("</svg>\n").ToString();
    }
}
