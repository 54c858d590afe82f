using System.Globalization;

namespace Attune.Training;

/// <summary>One axis of a chart: its range, where a value lies on it, and its ticks at round values.</summary>
internal sealed class ChartAxis
{
    // Mantissas of ticks on a log axis, from dense to sparse.
    private static readonly double[][] s_mantissas = [[1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8], [1, 1.5, 2, 3, 5, 7], [1, 2, 5], [1]];

    private readonly bool _percent;

    private ChartAxis(double low, double high, bool log, bool percent, IReadOnlyList<double> ticks)
    {
        (Low, High, IsLog, _percent, Ticks) = (low, high, log, percent, ticks);
    }

    public double Low { get; }

    public double High { get; }

    public bool IsLog { get; }

    public IReadOnlyList<double> Ticks { get; }

    /// <summary>An axis over the values; those that are not finite, or on a log axis not above zero, have no place.</summary>
    /// <param name="wanted">About how many ticks there is room for.</param>
    /// <param name="round">Ends at round values instead of the outermost ones.</param>
    public static ChartAxis Over(IEnumerable<double> values, int wanted, bool log = false, bool fromZero = false, bool round = false, bool percent = false)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double value in values)
        {
            if (!double.IsFinite(value) || (log && value <= 0))
                continue;
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }

        if (low > high)
            (low, high) = log ? (0.1, 1) : (0, 1);
        if (log)
            return Logarithmic(low, high, wanted, round, percent);
        if (fromZero)
            low = Math.Min(low, 0);
        if (high - low <= 1e-9 * Math.Max(Math.Abs(low), Math.Abs(high)))
        {
            double room = low == 0 ? 1 : Math.Abs(low) * 0.1;
            (low, high) = (fromZero ? low : low - room, high + room);
        }

        // Steps count from one; their axis starts at zero.
        if (!round && low > 0 && low < 0.02 * high)
            low = 0;
        double step = RoundStep((high - low) / wanted);
        long first = (long)(round ? Math.Floor(low / step + 1e-9) : Math.Ceiling(low / step - 1e-9));
        long last = (long)(round ? Math.Ceiling(high / step - 1e-9) : Math.Floor(high / step + 1e-9));
        var ticks = new List<double>();
        for (long k = first; k <= last; k++)
            ticks.Add(k * step);
        return round ? new(first * step, last * step, false, percent, ticks) : new(low, high, false, percent, ticks);
    }

    /// <summary>Whether a value can be drawn.</summary>
    public bool Holds(double value) => double.IsFinite(value) && (!IsLog || value > 0);

    /// <summary>From 0 at the low end to 1 at the high end.</summary>
    public double Place(double value) => IsLog ? Math.Log(value / Low) / Math.Log(High / Low) : (value - Low) / (High - Low);

    /// <summary>A tick's text.</summary>
    public string Label(double tick)
    {
        if (_percent)
            return ReadableNumber.Text(Math.Round(tick * 100, 6), "0.###") + " %";
        // Multiples of a step carry rounding errors, which 12 digits do not show.
        double clean = double.Parse(ReadableNumber.Text(tick, "G12"), CultureInfo.InvariantCulture);
        bool small = IsLog ? clean < 0.01 : High < 0.002;
        return clean == 0 ? "0" : Math.Abs(clean) switch
        {
            >= 1e4 => ReadableNumber.Short(clean),
            >= 1e3 => ReadableNumber.Text(clean, "n0"),
            _ => ReadableNumber.Text(clean, small ? "0.##e-0" : "0.######"),
        };
    }

    private static ChartAxis Logarithmic(double low, double high, int wanted, bool round, bool percent)
    {
        if (high <= low * 1.0000001)
            (low, high) = (low / 2, high * 2);
        int first = (int)Math.Floor(Math.Log10(low)), last = (int)Math.Ceiling(Math.Log10(high));
        if (round)
        {
            double[] ends = [.. Values(s_mantissas[0], 1)];
            (low, high) = (ends.Last(value => value <= low * 1.000001), ends.First(value => value >= high * 0.999999));
        }

        // The densest ticks that there is room for; where even decades are too many, every second, ...
        double[]? ticks = s_mantissas.Select(mantissas => Ticks(mantissas, 1)).FirstOrDefault(Fit);
        for (int every = 2; ticks is null; every++)
            ticks = Ticks([1], every) is var sparse && Fit(sparse) ? sparse : null;
        return new(low, high, true, percent, ticks);

        bool Fit(double[] ticks) => ticks.Length <= wanted + 2;
        double[] Ticks(double[] mantissas, int every) =>
            [.. Values(mantissas, every).Where(tick => tick >= low * 0.999999 && tick <= high * 1.000001)];
        IEnumerable<double> Values(double[] mantissas, int every) =>
            Enumerable.Range(0, (last - first) / every + 1).SelectMany(_ => mantissas, (decade, factor) => factor * Math.Pow(10, first + decade * every));
    }

    /// <summary>The smallest of 1, 2, 2.5, 5, 10, ... that is at least the width.</summary>
    private static double RoundStep(double width)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(width)));
        foreach (double factor in (ReadOnlySpan<double>)[1, 2, 2.5, 5])
        {
            if (factor * power >= width * 0.999999)
                return factor * power;
        }

        return 10 * power;
    }
}
