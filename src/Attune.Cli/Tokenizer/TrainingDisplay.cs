using System.Globalization;
using Attune.Tokenizers;
using Spectre.Console;

namespace Attune.Cli.Tokenizers;

/// <summary>Shows how far a training is: bars in a terminal, elsewhere a line every few seconds and at the end of each phase.</summary>
internal sealed class TrainingDisplay : IProgress<TrainingProgress>
{
    private static readonly TimeSpan s_betweenLines = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly ProgressContext? _bars;
    private readonly TextWriter _lines;
    private ProgressTask? _bar;
    private string? _phase;
    private TimeSpan _said;
    private bool _ended;

    private TrainingDisplay(ProgressContext? bars, TextWriter lines)
    {
        _bars = bars;
        _lines = lines;
    }

    /// <summary>Runs a training with its display.</summary>
    public static Tokenizer Run(IAnsiConsole console, TextWriter lines, Func<IProgress<TrainingProgress>, Tokenizer> train) =>
        console.Profile.Capabilities.Interactive
            ? console.Progress()
                .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
                .Start(bars => train(new TrainingDisplay(bars, lines)))
            : train(new TrainingDisplay(null, lines));

    public void Report(TrainingProgress value)
    {
        lock (_lock)
        {
            bool begins = value.Phase != _phase;
            if (begins)
                (_phase, _said, _bar, _ended) = (value.Phase, TimeSpan.Zero, null, false);
            if (_bars is not null)
                ShowBar(_bars, value);
            else if (!_ended && (IsEnd(value) || value.Elapsed - _said >= s_betweenLines))
                ShowLine(value);
        }
    }

    /// <summary>Bytes as people say them.</summary>
    public static string Size(double bytes) => bytes switch
    {
        >= 1e9 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB"),
        >= 1e6 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
        >= 1e3 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes:0} bytes"),
    };

    private void ShowBar(ProgressContext bars, TrainingProgress value)
    {
        _bar ??= bars.AddTask(Markup.Escape(value.Phase));
        _bar.Description = Markup.Escape($"{value.Phase}: {Text(value)}");
        _bar.IsIndeterminate = value.Total == 0;
        _bar.MaxValue = Math.Max(1, value.Total);
        _bar.Value = value.Total == 0 ? 0 : value.Done;
    }

    private void ShowLine(TrainingProgress value)
    {
        _said = value.Elapsed;
        _ended = IsEnd(value);
        _lines.WriteLine($"{value.Phase}: {Text(value)}");
    }

    private static bool IsEnd(TrainingProgress value) => value.Total > 0 && value.Done >= value.Total;

    private static string Text(TrainingProgress value)
    {
        string rate = $"{Amount(value.Done, value.Unit)}, {Amount(value.PerSecond, value.Unit)}/s";
        return value.Left is { TotalSeconds: >= 1 } left
            ? string.Create(CultureInfo.InvariantCulture, $"{rate}, {left.TotalSeconds:n0} s left")
            : string.Create(CultureInfo.InvariantCulture, $"{rate}, {value.Elapsed.TotalSeconds:0.0} s");
    }

    private static string Amount(double amount, string unit) =>
        unit == "bytes" ? Size(amount) : string.Create(CultureInfo.InvariantCulture, $"{amount:n0} {unit}");
}
