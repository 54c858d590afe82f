using System.Diagnostics;

namespace Attune.Cli.Bench;

/// <summary>Medians of a rate, of the limit measured beside it, and of their ratio round by round.</summary>
internal readonly record struct Sample(double Rate, double Limit, double Fraction);

/// <summary>How a figure is taken: limit and work in turn, so that a machine that drifts slows both.</summary>
internal static class Sampling
{
    public const int Rounds = 9;

    /// <summary>About how long one sample of a limit takes.</summary>
    public static readonly TimeSpan LimitDuration = TimeSpan.FromMilliseconds(60);

    private const double SecondsPerSample = 0.06;

    /// <summary>Alternates <paramref name="limit"/> (gives a rate) with <paramref name="work"/> (does <paramref name="units"/> units).</summary>
    /// <param name="units">Operations or bytes of one call of <paramref name="work"/>, in units of 1e9.</param>
    public static Sample Alternate(BenchReport report, string what, Func<double> limit, Action work, double units)
    {
        report.Progress(what, 0, Rounds);
        work();
        int calls = 1;
        double once = Seconds(work, 1);
        if (once < SecondsPerSample)
            calls = (int)Math.Min(1e7, Math.Ceiling(SecondsPerSample / Math.Max(once, 1e-8)));
        _ = limit();

        // Long calls are steady by themselves.
        int rounds = once > 1 ? 3 : Rounds;
        var rates = new double[rounds];
        var limits = new double[rounds];
        var fractions = new double[rounds];
        for (int round = 0; round < rounds; round++)
        {
            report.Progress(what, round, rounds);
            double before = limit();
            rates[round] = units * calls / Seconds(work, calls);
            limits[round] = (before + limit()) / 2;
            fractions[round] = rates[round] / limits[round];
        }

        return new Sample(Median(rates), Median(limits), Median(fractions));
    }

    /// <summary>The median of repeated samples of a limit by itself.</summary>
    public static double Repeat(BenchReport report, string what, Func<double> limit)
    {
        var rates = new double[Rounds];
        _ = limit();
        for (int round = 0; round < Rounds; round++)
        {
            report.Progress(what, round, Rounds);
            rates[round] = limit();
        }

        return Median(rates);
    }

    private static double Seconds(Action work, int calls)
    {
        long start = Stopwatch.GetTimestamp();
        for (int call = 0; call < calls; call++)
            work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
