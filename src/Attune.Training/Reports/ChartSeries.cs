namespace Attune.Training;

/// <summary>A point of a curve. Where either number is not finite the curve has a gap.</summary>
public readonly record struct ChartPoint(double X, double Y);

/// <summary>How much a curve stands out. There is one accent colour; the others are tones of the text.</summary>
public enum ChartTone
{
    /// <summary>The accent colour: the curve that matters.</summary>
    Accent,

    /// <summary>The accent colour, thin and faint: the raw values behind a smoothed curve.</summary>
    Faint,

    /// <summary>The colour of text.</summary>
    Ink,

    /// <summary>The colour of notes.</summary>
    Soft,
}

/// <summary>One curve of an <see cref="SvgChart"/>.</summary>
/// <param name="Name">What the legend and the read-out call it.</param>
/// <param name="Points">Its points, by rising x.</param>
/// <param name="Tone">How much it stands out.</param>
/// <param name="Dots">Marks each point with a dot; for few points.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<ChartPoint> Points, ChartTone Tone = ChartTone.Accent, bool Dots = false)
{
    /// <summary>At most four points for each two columns of pixels: the curve looks the same, spikes and gaps included.</summary>
    /// <param name="columns">Places to tell apart along x.</param>
    /// <param name="place">From 0 at the left to 1 at the right.</param>
    internal List<ChartPoint> Thinned(int columns, Func<double, double> place)
    {
        if (Points.Count <= columns * 2)
            return [.. Points];

        var kept = new List<ChartPoint>();
        for (int start = 0; start < Points.Count;)
        {
            int column = Column(start), lowest = start, highest = start, gap = -1, end = start;
            for (; end < Points.Count && Column(end) == column; end++)
            {
                if (!double.IsFinite(Points[end].Y))
                    gap = end;
                if (!(Points[end].Y >= Points[lowest].Y))
                    lowest = end;
                if (!(Points[end].Y <= Points[highest].Y))
                    highest = end;
            }

            foreach (int index in new SortedSet<int> { lowest, highest, gap, end == Points.Count ? end - 1 : lowest })
            {
                if (index >= 0)
                    kept.Add(Points[index]);
            }

            start = end;
        }

        return kept;

        int Column(int index) => (int)(place(Points[index].X) * columns);
    }
}
