using System.CommandLine;
using System.CommandLine.Parsing;

namespace Attune.Cli;

/// <summary>Options that take one of a few words. Another word is refused, and the nearest one suggested.</summary>
internal static class Choice
{
    /// <summary>Refuses all but the words of a table.</summary>
    public static Option<string?> OneOf<T>(this Option<string?> option, IReadOnlyDictionary<string, T> words)
    {
        option.CompletionSources.Add([.. words.Keys]);
        option.Validators.Add(result => Check(result, words.Keys));
        return option;
    }

    /// <inheritdoc cref="OneOf{T}(Option{string}, IReadOnlyDictionary{string, T})"/>
    public static Option<string[]> OneOf<T>(this Option<string[]> option, IReadOnlyDictionary<string, T> words)
    {
        option.CompletionSources.Add([.. words.Keys]);
        option.Validators.Add(result => Check(result, words.Keys));
        return option;
    }

    /// <summary>The word nearest to another, if it is near: by insertions, deletions and replacements (Levenshtein 1966).</summary>
    public static string? Nearest(string word, IEnumerable<string> words)
    {
        string? nearest = words.MinBy(candidate => Distance(word, candidate));
        return nearest is not null && Distance(word, nearest) <= Math.Max(2, nearest.Length / 3) ? nearest : null;
    }

    /// <summary>Refuses words that look like options: one that is not known is no file either.</summary>
    public static Option<string[]> OfPaths(this Option<string[]> option)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => token.Value.StartsWith("--", StringComparison.Ordinal)) is { } wrong)
                result.AddError(Unknown(wrong.Value, (result.Parent as CommandResult)!.Command));
        });
        return option;
    }

    /// <summary>What to say of an option that a verb does not have, or of a verb that there is not.</summary>
    public static string Unknown(string word, Command verb)
    {
        string[] verbs = [.. verb.Subcommands.Select(command => command.Name)];
        string expected = verbs.Length > 0 ? string.Join(", ", verbs) : $"an option of {verb.Name}";
        string suggestion = Nearest(word, verbs.Concat(verb.Options.Select(option => option.Name))) is { } nearest ? $"; did you mean {nearest}?" : "";
        return $"{word}: expected {expected}, found none of this name{suggestion}";
    }

    private static void Check(OptionResult result, IEnumerable<string> words)
    {
        foreach (var token in result.Tokens)
        {
            if (words.Contains(token.Value))
                continue;
            string suggestion = Nearest(token.Value, words) is { } nearest ? $"; did you mean {nearest}?" : "";
            result.AddError($"{result.Option.Name}: expected {string.Join(", ", words)}, got {token.Value}{suggestion}");
        }
    }

    private static int Distance(string left, string right)
    {
        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int replaced = diagonal + (char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
