using System.Diagnostics;
using System.Text.Json;
using Attune.Inference;
using Attune.Kernels;
using Attune.Models;
using Attune.Tokenizers;

namespace Attune.Benchmarks;

/// <summary>How fast sentences are translated, and how many rows the decoder computes for them.</summary>
internal static class TranslationRate
{
    /// <summary>Translates a file again and again, with five beams, and prints one JSON object.</summary>
    /// <param name="run">The folder of a model and its tokenizer.</param>
    /// <param name="file">A sentence a line.</param>
    /// <param name="rounds">Timed ones, after one that warms up.</param>
    public static void Print(string run, string file, int rounds)
    {
        string[] lines = File.ReadAllLines(file);
        var translator = new Translator(ModelFolder.Load(run), Tokenizer.Load(run));
        var (translations, rows, _) = Round(translator, lines);
        double[] rates = [.. Enumerable.Range(0, rounds).Select(_ => lines.Length / Round(translator, lines).Seconds).Order()];
        using var output = Console.OpenStandardOutput();
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writer.WriteNumber("sentences_per_second", Math.Round(rates[rounds / 2], 1));
            writer.WriteNumber("sentences", lines.Length);
            writer.WriteNumber("tokens", translations.Sum(translation => translation.Tokens.Count + 1));
            writer.WriteNumber("threads", Workers.Count);
            writer.WriteNumber("decoder_rows", rows.Computed);
            writer.WriteNumber("running_beams", rows.Followed);
            writer.WriteNumber("decoder_rows_if_padded", rows.Padded);
            writer.WriteEndObject();
        }

        Console.WriteLine();
    }

    private static (Translation[] Translations, TranslationRows Rows, double Seconds) Round(Translator translator, string[] lines)
    {
        var batches = new TranslationBatches(translator, new());
        long start = Stopwatch.GetTimestamp();
        Translation[] translations = [.. translator.TranslateIn(batches, lines, CancellationToken.None)];
        return (translations, batches.Rows, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }
}
