using System.Globalization;
using Attune.Inference;
using Attune.Training;

namespace Attune.Cli.Runs;

/// <summary>Lets a model that learned the embedded pairs translate some that it has not seen, and compares word by word.</summary>
internal static class PairCheck
{
    private const int Most = 500;

    /// <summary>Translates sentences of the validation split as <c>attune translate</c> does.</summary>
    /// <returns>What to say of it.</returns>
    public static string Run(TrainingRun run)
    {
        var pairs = run.Data.ValidationPairs!;
        int count = Math.Min(Most, pairs.Count);
        int[][] sources = [.. Enumerable.Range(0, count).Select(pairs.SourceOf)];
        var translations = new Translator(run.Model, run.Tokenizer).Translate(sources);
        int exact = Enumerable.Range(0, count).Count(i => translations[i].Tokens.SequenceEqual(pairs.TargetOf(i)));
        return string.Create(CultureInfo.InvariantCulture, $"{exact:n0} of {count:n0} unseen sentences are translated exactly ({100.0 * exact / Math.Max(1, count):0.0} %)");
    }

    /// <summary>A sentence to try.</summary>
    public static string Example(TrainingRun run) => run.Data.ValidationPairs is { Count: > 0 } pairs ? run.Tokenizer.Decode(pairs.SourceOf(0)) : "";
}
