using System.Globalization;
using Attune.Training;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Attune.Cli.Runs;

/// <summary>The panel of a run in a terminal: a bar, the numbers of the step, the loss so far as a line of blocks, the newest sample.</summary>
internal sealed class RunPanel
{
    private const int MaxColumns = 60;
    private const int CellColumns = 14;
    private const string Blocks = "▁▂▃▄▅▆▇█";

    private readonly IAnsiConsole _console;
    private readonly LiveFrame _frame;
    private readonly List<double> _losses = [];
    private readonly List<TrainingFinding> _findings = [];
    private RunSample? _sample;
    private TrainingMetrics? _metrics;
    private TrainingRun? _run;
    private double? _validation;

    private RunPanel(IAnsiConsole console, LiveFrame frame) => (_console, _frame) = (console, frame);

    /// <summary>Columns of the bar and the curve: what the words beside them leave.</summary>
    private int Columns => Math.Clamp(_console.Profile.Width - 20, 1, MaxColumns);

    /// <summary>Runs work with a panel.</summary>
    public static T Run<T>(IAnsiConsole console, Func<RunPanel, T> work)
    {
        using var frame = new LiveFrame(console);
        var panel = new RunPanel(console, frame);
        var result = work(panel);
        panel.Show();
        return result;
    }

    public void Add(TrainingMetrics metrics, TrainingRun run, bool show)
    {
        _losses.Add(metrics.Loss);
        _validation = metrics.ValidationLoss ?? _validation;
        (_metrics, _run) = (metrics, run);
        if (show)
            Show();
    }

    public void Add(RunSample sample) => _sample = sample;

    public void Add(TrainingFinding finding) => _findings.Add(finding);

    private void Show()
    {
        if (_metrics is not null)
            _frame.Draw(Draw(_metrics, _run!));
    }

    private Rows Draw(TrainingMetrics metrics, TrainingRun run)
    {
        double share = (double)metrics.Step / run.Recipe.Steps;
        int filled = (int)(Columns * share);
        var parts = new List<IRenderable>
        {
            new Markup($"[green]{new string('━', filled)}[/][grey]{new string('━', Columns - filled)}[/] {Number(share, "0 %")}  {RunDisplay.Left(metrics, run)} left").Ellipsis(),
            Numbers(metrics, run),
            new Markup($"[grey]loss[/]  [blue]{Curve()}[/]"),
        };
        parts.AddRange(_findings.Select(finding => new Markup($"[yellow]{Markup.Escape(finding.ToString())}[/]")));
        if (_sample is { } sample)
            parts.Add(new Panel(Markup.Escape((sample.Prompt + sample.Text).Trim())).Header($" step {Number(sample.Step, "n0")} ").BorderColor(Color.Grey));
        return new Rows(parts);
    }

    // Cells of one width: numbers that grow move nothing.
    private Grid Numbers(TrainingMetrics metrics, TrainingRun run)
    {
        (string Name, string Value)[] cells =
        [
            ("step", $"{Number(metrics.Step, "n0")}/{Number(run.Recipe.Steps, "n0")}"),
            ("loss", Number(metrics.Loss, "0.0000")),
            ("validation", _validation is double loss ? Number(loss, "0.0000") : "-"),
            ("gradient norm", Number(metrics.GradientNorm, "0.00")),
            ("tokens/s", Number(metrics.TokensPerSecond, "n0")),
            ("of peak", Number(metrics.FractionOfPeak ?? 0, "0 %")),
            ("learning rate", Number(metrics.LearningRate, "0.0e0")),
            ("memory", $"{Number(metrics.MemoryBytes / 1048576.0, "n0")} MiB"),
        ];
        const int Row = 4;
        var grid = new Grid();
        for (int i = 0; i < Row; i++)
            grid.AddColumn(new GridColumn().Width(CellColumns).NoWrap().PadLeft(0).PadRight(0));
        foreach (var row in cells.Chunk(Row))
        {
            grid.AddRow([.. row.Select(cell => $"[grey]{cell.Name}[/]")]);
            grid.AddRow([.. row.Select(cell => Markup.Escape(cell.Value))]);
        }

        return grid;
    }

    /// <summary>Means of equal parts of the losses so far.</summary>
    private string Curve()
    {
        int columns = Math.Min(Columns, _losses.Count);
        double[] means = [.. Enumerable.Range(0, columns).Select(i =>
        {
            int first = (int)((long)i * _losses.Count / columns), end = (int)((long)(i + 1) * _losses.Count / columns);
            return _losses.Skip(first).Take(end - first).Average();
        })];
        double low = means.Min(), range = Math.Max(1e-9, means.Max() - low);
        return string.Concat(means.Select(mean => Blocks[double.IsFinite(mean) ? (int)((mean - low) / range * (Blocks.Length - 1)) : 0]));
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
