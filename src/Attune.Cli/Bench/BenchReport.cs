using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Attune.Kernels;
using Spectre.Console;

namespace Attune.Cli.Bench;

/// <summary>Where measured rows go: a JSON object a line at once, or tables; and the progress line meanwhile.</summary>
internal sealed class BenchReport
{
    private const int WidthOfFiles = 160;

    private readonly CancellationToken _cancellation;
    private readonly StatusContext? _status;
    private readonly TextWriter? _json;
    private readonly IAnsiConsole _console;
    private readonly List<BenchRow> _table = [];

    private BenchReport(TextWriter? json, IAnsiConsole console, StatusContext? status, CancellationToken cancellation)
    {
        _json = json;
        _console = console;
        _status = status;
        _cancellation = cancellation;
    }

    /// <summary>Runs measurements and prints them; Ctrl+C ends after the sample in progress and keeps the rows measured so far.</summary>
    public static Task<int> RunAsync(
        ParseResult arguments, Option<bool> json, Action<BenchReport> measure, CancellationToken cancellation)
    {
        var output = arguments.InvocationConfiguration.Output;
        var error = arguments.InvocationConfiguration.Error;
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        if (!console.Profile.Capabilities.Interactive)
            console.Profile.Width = WidthOfFiles;
        return Task.Run(
            () =>
            {
                try
                {
                    // What the environment says wrong is said before anything is measured.
                    _ = (KernelPaths.Current, Workers.Count);
                    if (arguments.GetValue(json))
                        measure(new BenchReport(output, console, null, cancellation));
                    else if (!console.Profile.Capabilities.Interactive)
                        Measure(new BenchReport(null, console, null, cancellation), measure);
                    else
                        // No spinner: its thread would take time from the work that is measured.
                        console.Status().AutoRefresh(false).Start(
                            "measuring", status => Measure(new BenchReport(null, console, status, cancellation), measure));
                    return 0;
                }
                catch (OperationCanceledException)
                {
                    error.WriteLine("attune bench: interrupted; the rows above are complete");
                    return 130;
                }
                catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or OutOfMemoryException)
                {
                    error.WriteLine($"attune bench: {exception.Message}");
                    return AttuneCommand.UsageStatus;
                }
            },
            CancellationToken.None);
    }

    /// <summary>Says what is being measured; ends the run where it was cancelled.</summary>
    public void Progress(string what, int round, int rounds)
    {
        _cancellation.ThrowIfCancellationRequested();
        if (_status is null)
            return;
        _status.Status = Markup.Escape($"{what}: round {round + 1} of {rounds}");
        _status.Refresh();
    }

    public void Add(BenchRow row)
    {
        if (_json is not null)
        {
            _json.WriteLine(ToJson(row));
            _json.Flush();
            return;
        }

        if (_table.Count > 0 && !SameColumns(_table[^1], row))
            PrintTable();
        _table.Add(row);
    }

    /// <summary>A remark in words; in JSON an object with the fields bench and note.</summary>
    public void Note(string bench, string text)
    {
        if (_json is not null)
        {
            Add(new BenchRow(bench).With("note", text));
            return;
        }

        PrintTable();
        _console.WriteLine(text);
    }

    internal static string ToJson(BenchRow row)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in row.Fields)
            {
                switch (value)
                {
                    case string text:
                        writer.WriteString(name, text);
                        break;
                    case bool flag:
                        writer.WriteBoolean(name, flag);
                        break;
                    case double number:
                        writer.WriteNumber(name, double.Parse(number.ToString("g4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
                        break;
                    default:
                        writer.WriteNumber(name, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                        break;
                }
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Measure(BenchReport report, Action<BenchReport> measure)
    {
        try
        {
            measure(report);
        }
        finally
        {
            report.PrintTable();
        }
    }

    private static bool SameColumns(BenchRow left, BenchRow right) =>
        left.Fields[0].Equals(right.Fields[0]) && left.Fields.Select(field => field.Name).SequenceEqual(right.Fields.Select(field => field.Name));

    private void PrintTable()
    {
        if (_table.Count == 0)
            return;
        // The first field, the name of the benchmark, is the same in each row: it is the heading.
        _console.WriteLine(_table[0].Fields[0].Value.ToString()!);
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var (name, value) in _table[0].Fields.Skip(1))
        {
            var column = new TableColumn(name.Replace('_', '\n')).NoWrap();
            table.AddColumn(value is string ? column : column.RightAligned());
        }

        foreach (var row in _table)
            table.AddRow([.. row.Fields.Skip(1).Select(field => Markup.Escape(Text(field.Name, field.Value)))]);
        _console.Write(table);
        _table.Clear();
    }

    private static string Text(string name, object value) => value switch
    {
        double fraction when name.EndsWith("of_peak", StringComparison.Ordinal) => fraction.ToString("0.0 %", CultureInfo.InvariantCulture),
        double number => number.ToString(Math.Abs(number) >= 1000 ? "0" : "0.0", CultureInfo.InvariantCulture),
        bool flag => flag ? "yes" : "no",
        IFormattable whole => whole.ToString("n0", CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
