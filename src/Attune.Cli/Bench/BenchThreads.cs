using System.CommandLine;
using Attune.Kernels;

namespace Attune.Cli.Bench;

/// <summary>The <c>--threads</c> option: one number, or without it one thread and then all of them.</summary>
internal static class BenchThreads
{
    public static int[] Default => Workers.Count == 1 ? [1] : [1, Workers.Count];

    public static Option<int?> Option()
    {
        var option = new Option<int?>("--threads") { Description = "Number of threads; without it, 1 and then all." };
        option.AtLeast(1, Workers.MaxCount);
        return option;
    }

    public static int[] Of(ParseResult arguments, Option<int?> option) =>
        arguments.GetValue(option) is { } threads ? [threads] : Default;

    public static string Text(int threads) => threads == 1 ? "1 thread" : $"{threads} threads";

    /// <summary>Refuses values outside of a range with a message that names option, range and value.</summary>
    public static void AtLeast(this Option<int?> option, int least, int most) =>
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && int.TryParse(text, out int value) && (value < least || value > most))
                result.AddError($"{option.Name}: expected {least} to {most}, got {value}");
        });
}
