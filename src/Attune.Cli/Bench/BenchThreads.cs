using System.CommandLine;
using System.Globalization;
using Attune.Kernels;

namespace Attune.Cli.Bench;

/// <summary>The <c>--threads</c> option: one number, or without it one thread and then all of them.</summary>
internal static class BenchThreads
{
    public static int[] Default => Workers.Count == 1 ? [1] : [1, Workers.Count];

    public static Option<int?> Option()
    {
        var option = new Option<int?>("--threads") { Description = "Number of threads; without it, 1 and then all." };
        option.Between(1, Workers.MaxCount);
        return option;
    }

    public static int[] Of(ParseResult arguments, Option<int?> option) =>
        arguments.GetValue(option) is { } threads ? [threads] : Default;

    public static string Text(int threads) => threads == 1 ? "1 thread" : $"{threads} threads";

    /// <summary>Takes whole numbers of a range, and refuses all else with a message that names option, range and value.</summary>
    public static void Between(this Option<int?> option, int least, int most) =>
        option.CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most)
                return value;
            result.AddError($"{option.Name}: expected {least} to {most}, got {text}");
            return null;
        };

    /// <summary>Refuses all but a few words with a message that names option, words and value.</summary>
    public static void OneOf(this Option<string> option, params string[] words)
    {
        option.CompletionSources.Add(words);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && !words.Contains(text))
                result.AddError($"{option.Name}: expected {string.Join(" or ", words)}, got {text}");
        });
    }
}
