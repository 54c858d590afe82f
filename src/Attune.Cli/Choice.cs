using System.CommandLine;
using System.CommandLine.Parsing;
using Attune.Tokenizers;

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

    /// <summary>What is put behind an error about a word, where another is near.</summary>
    public static string Suggestion(string word, IEnumerable<string> words) => NearestName.Find(word, words) is { } nearest ? $"; did you mean {nearest}?" : "";

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
        return $"{word}: expected {expected}, found none of this name{Suggestion(word, verbs.Concat(verb.Options.Select(option => option.Name)))}";
    }

    private static void Check(OptionResult result, IEnumerable<string> words)
    {
        foreach (var token in result.Tokens.Where(token => !words.Contains(token.Value)))
            result.AddError($"{result.Option.Name}: expected {string.Join(", ", words)}, got {token.Value}{Suggestion(token.Value, words)}");
    }
}
