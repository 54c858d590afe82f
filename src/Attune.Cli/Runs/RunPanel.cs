using System.Globalization;
using Attune.Training;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Attune.Cli.Runs;

/// <summary>The panel of a run in a terminal: a bar, the numbers of the step, the loss so far as a line of blocks, the newest sample.</summary>
internal sealed class RunPanel
{
    private const int Columns = 60;
    private const string Blocks = "▁▂▃▄▅▆▇█";

    private readonly LiveDisplayContext _live;
    private readonly List<double> _losses = [];
    private readonly List<TrainingFinding> _findings = [];
    private RunSample? _sample;
    private double? _validation;

    private RunPanel(LiveDisplayContext live) => _live = live;

    /// <summary>Runs work with a panel.</summary>
    public static T Run<T>(IAnsiConsole console, Func<RunPanel, T> work)
    {
        T result = default!;
        console.Live(new Text("")).Overflow(VerticalOverflow.Ellipsis).Start(live => result = work(new RunPanel(live)));
        return result;
    }

    public void Add(TrainingMetrics metrics, TrainingRun run, bool show)
    {
        _losses.Add(metrics.Loss);
        _validation = metrics.ValidationLoss ?? _validation;
        if (!show)
            return;
        _live.UpdateTarget(Draw(metrics, run));
        _live.Refresh();
    }

    public void Add(RunSample sample) => _sample = sample;

    public void Add(TrainingFinding finding) => _findings.Add(finding);

    private Rows Draw(TrainingMetrics metrics, TrainingRun run)
    {
        double share = (double)metrics.Step / run.Recipe.Steps;
        int filled = (int)(Columns * share);
        var parts = new List<IRenderable>
        {
            new Markup($"[green]{new string('━', filled)}[/][grey]{new string('━', Columns - filled)}[/] {Number(share, "0 %")}  {RunDisplay.Left(metrics, run)} left"),
            Numbers(metrics, run),
            new Markup($"loss  [blue]{Curve()}[/]"),
        };
        parts.AddRange(_findings.Select(finding => new Markup($"[yellow]{Markup.Escape(finding.ToString())}[/]")));
        if (_sample is { } sample)
            parts.Add(new Panel(Markup.Escape((sample.Prompt + sample.Text).Trim())).Header($" step {Number(sample.Step, "n0")} ").BorderColor(Color.Grey));
        return new Rows(parts);
    }

    private Table Numbers(TrainingMetrics metrics, TrainingRun run)
    {
        var table = new Table().Border(TableBorder.None);
        (string Name, string Value)[] cells =
        [
            ("step", $"{Number(metrics.Step, "n0")}/{Number(run.Recipe.Steps, "n0")}"),
            ("loss", Number(metrics.Loss, "0.0000")),
            ("validation", _validation is double loss ? Number(loss, "0.0000") : "-"),
            ("tokens/s", Number(metrics.TokensPerSecond, "n0")),
            ("of peak", Number(metrics.FractionOfPeak ?? 0, "0 %")),
            ("rate", Number(metrics.LearningRate, "0.0e0")),
            ("gradient", Number(metrics.GradientNorm, "0.00")),
            ("memory", $"{Number(metrics.MemoryBytes / 1048576.0, "n0")} MiB"),
        ];
        foreach (var (name, _) in cells)
            table.AddColumn(new TableColumn($"[grey]{name}[/]").RightAligned().NoWrap().PadRight(2));
        table.AddRow([.. cells.Select(cell => Markup.Escape(cell.Value))]);
        return table;
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
