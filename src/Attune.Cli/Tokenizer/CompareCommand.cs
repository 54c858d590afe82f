using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text;
using Attune.Tokenizers;
using Attune.Training;
using Spectre.Console;

namespace Attune.Cli.Tokenizers;

/// <summary><c>attune tokenizer compare</c>: several tokenizers side by side on the same text.</summary>
internal static class CompareCommand
{
    private const int ExampleLength = 100;
    private const int ExampleMinimum = 40;

    public static readonly string[] Heads =
        ["tokenizer", "vocabulary", "tokens", "bytes per token", "tokens per word", "words of one token", "tokens per rare word", "unknown", "round trip"];

    public static Command Create()
    {
        var given = new Argument<string[]>("TOKENIZER... TEXT") { Description = "The tokenizers, then the text unless there is --file.", Arity = ArgumentArity.OneOrMore };
        var files = new Option<string[]>("--file")
        {
            Description = "The text: a file, or a folder or pattern of them; may be given several times.",
            DefaultValueFactory = _ => [],
        };
        var page = new Option<string?>("--out") { Description = "Write an HTML page as well." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object a line instead of a table." };
        var command = new Command("compare", "Put several tokenizers side by side on a text.") { given, files, page, json };
        command.SetAction((arguments, cancellation) => Verb.RunAsync(arguments, () =>
        {
            string[] names = arguments.GetValue(given)!;
            string[] paths = DataFiles.Find(arguments.GetValue(files)!);
            string? text = paths.Length == 0 ? names[^1] : null;
            names = text is null ? names : names[..^1];
            if (names.Length == 0)
                throw new ArgumentException("expected tokenizers and a text (or --file), found one of them");
            var scores = Measure(names, text is null ? paths.Select(Read) : [text], cancellation);
            var output = arguments.InvocationConfiguration.Output;
            if (arguments.GetValue(json))
            {
                foreach (var score in scores)
                    output.WriteLine(ToJson(score));
            }
            else
            {
                Print(Verb.Console(arguments), output, scores);
            }

            if (arguments.GetValue(page) is { } path)
                ComparePage.Write(path, scores);
            return Task.CompletedTask;
        }));
        return command;
    }

    /// <summary>The cells of a tokenizer's row.</summary>
    public static string[] Row(TokenizerScore score) =>
    [
        score.Name,
        score.VocabularySize.ToString("n0", CultureInfo.InvariantCulture),
        score.Tokens.ToString("n0", CultureInfo.InvariantCulture),
        score.BytesPerToken.ToString("0.00", CultureInfo.InvariantCulture),
        score.TokensPerWord.ToString("0.00", CultureInfo.InvariantCulture),
        score.WholeWords.ToString("0.0 %", CultureInfo.InvariantCulture),
        score.TokensPerRareWord.ToString("0.00", CultureInfo.InvariantCulture),
        score.UnknownTokens.ToString("n0", CultureInfo.InvariantCulture),
        score.RoundTrips ? "yes" : "no",
    ];

    /// <summary>The scripts that more than one word in a thousand is of, if there are several.</summary>
    public static string[] ScriptsOf(TokenizerScore[] scores)
    {
        double words = scores[0].Scripts.Values.Sum(script => script.Words);
        string[] scripts = [.. scores[0].Scripts.Where(script => script.Key != "digits" && script.Value.Words * 1000 > words).Select(script => script.Key)];
        return scripts.Length > 1 ? scripts : [];
    }

    private static TokenizerScore[] Measure(string[] names, IEnumerable<string> texts, CancellationToken cancellation)
    {
        string[] shown = Names(names);
        TokenizerScore[] scores = [.. names.Select((name, i) => new TokenizerScore(shown[i], Tokenizer.Load(name)))];
        string? example = null;
        foreach (string text in texts)
        {
            example ??= ExampleOf(text);
            foreach (var score in scores)
            {
                cancellation.ThrowIfCancellationRequested();
                score.Add(text);
            }
        }

        foreach (var score in scores)
            score.Show(example ?? "");
        return scores;
    }

    // The file's name alone where that tells them apart.
    private static string[] Names(string[] paths)
    {
        string[] names = [.. paths.Select(path => Path.GetFileName(Path.TrimEndingDirectorySeparator(path)))];
        return names.Distinct().Count() == names.Length ? names : paths;
    }

    private static string Read(string path)
    {
        using var reader = new StreamReader(DataFiles.Open(path), new UTF8Encoding(false), detectEncodingFromByteOrderMarks: false);
        return reader.ReadToEnd();
    }

    private static string ExampleOf(string text)
    {
        string[] lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string line = lines.FirstOrDefault(line => line.Length >= ExampleMinimum) ?? lines.FirstOrDefault() ?? "";
        int end = Math.Min(ExampleLength, line.Length);
        return line[..(end > 0 && char.IsHighSurrogate(line[end - 1]) ? end - 1 : end)];
    }

    private static void Print(IAnsiConsole console, TextWriter output, TokenizerScore[] scores)
    {
        console.Write(Table(Heads, scores.Select(Row)));
        if (ScriptsOf(scores) is { Length: > 0 } scripts)
        {
            output.WriteLine("Tokens per word (of scripts without spaces: per character) by script");
            console.Write(Table(["tokenizer", .. scripts], scores.Select(score => ByScript(score, scripts))));
        }

        output.WriteLine();
        foreach (var score in scores)
        {
            output.WriteLine($"{score.Name}: {ShowCommand.Cut(score.Example)}");
            output.WriteLine($"  costly words: {score.CostlyWordsLine}");
        }
    }

    /// <summary>Tokens per word of each script.</summary>
    public static string[] ByScript(TokenizerScore score, string[] scripts) =>
        [score.Name, .. scripts.Select(script => Ratio(score.Scripts[script]).ToString("0.00", CultureInfo.InvariantCulture))];

    private static double Ratio(ScriptScore script) => (double)script.Tokens / Math.Max(1, script.Words);

    private static Table Table(string[] heads, IEnumerable<string[]> rows)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (string head in heads)
        {
            var column = new TableColumn(Markup.Escape(head)).Padding(1, 0);
            table.AddColumn(table.Columns.Count == 0 ? column.NoWrap() : column.RightAligned());
        }

        foreach (string[] row in rows)
            table.AddRow([.. row.Select(Markup.Escape)]);
        return table;
    }

    private static string ToJson(TokenizerScore score)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("tokenizer", score.Name);
            json.WriteNumber("vocabulary", score.VocabularySize);
            json.WriteNumber("bytes", score.Bytes);
            json.WriteNumber("tokens", score.Tokens);
            json.WriteNumber("bytes_per_token", Math.Round(score.BytesPerToken, 4));
            json.WriteNumber("tokens_per_word", Math.Round(score.TokensPerWord, 4));
            json.WriteNumber("words_of_one_token", Math.Round(score.WholeWords, 4));
            json.WriteNumber("tokens_per_rare_word", Math.Round(score.TokensPerRareWord, 4));
            json.WriteNumber("unknown", score.UnknownTokens);
            json.WriteBoolean("round_trip", score.RoundTrips);
            json.WriteStartObject("tokens_per_word_by_script");
            foreach (var (script, value) in score.Scripts)
                json.WriteNumber(script, Math.Round(Ratio(value), 4));
            json.WriteEndObject();
            json.WriteStartObject("costly_words");
            foreach (var (word, tokens) in score.CostlyWords)
                json.WriteNumber(word, tokens);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
