using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Attune.Cli.Bench;
using Attune.Cli.Runs;
using Attune.Cli.Tokenizers;

namespace Attune.Cli;

/// <summary>The <c>attune</c> command: one verb a file.</summary>
internal static class AttuneCommand
{
    /// <summary>What a command line that cannot be understood ends with.</summary>
    public const int UsageStatus = 2;

    /// <param name="interrupts">Ctrl+C, for verbs that it does not end.</param>
    public static RootCommand Create(Interrupts interrupts) => new("Train, adapt, understand and serve transformers in pure C#.")
    {
        Runs.TrainCommand.Create(),
        GenerateCommand.Create(),
        ChatCommand.Create(interrupts),
        TranslateCommand.Create(),
        AttentionCommand.Create(),
        EvalCommand.Create(),
        InspectCommand.Create(),
        BenchCommand.Create(),
        TokenizerCommand.Create(),
    };

    /// <summary>Runs a command line. One that cannot be understood is a line on standard error and <see cref="UsageStatus"/>.</summary>
    public static async Task<int> RunAsync(string[] arguments, InvocationConfiguration? configuration = null)
    {
        using var interrupts = new Interrupts();
        configuration ??= new();
        configuration.ProcessTerminationTimeout = null; // It would end a run that is still being saved.
        var parsed = Create(interrupts).Parse(arguments);
        if (parsed.Action is not ParseErrorAction)
            return await parsed.InvokeAsync(configuration, interrupts.Token);
        configuration.Error.WriteLine($"{Verb.NameOf(parsed)}: {Problem(parsed)}");
        return UsageStatus;
    }

    private static string Problem(ParseResult parsed)
    {
        var verb = parsed.CommandResult.Command;
        bool hasVerbs = verb.Subcommands.Count > 0;
        if (parsed.UnmatchedTokens.FirstOrDefault(token => hasVerbs || token.StartsWith("--", StringComparison.Ordinal)) is { } unknown)
            return Choice.Unknown(unknown, verb);
        return hasVerbs ? $"expected {string.Join(", ", verb.Subcommands.Select(command => command.Name))} or --help, found nothing" : Message(parsed.Errors[0]);
    }

    // The parser names the types of .NET.
    private static string Message(ParseError error)
    {
        if (error.SymbolResult is not OptionResult { Tokens: [var token], Option: var option } || error.Message.StartsWith(option.Name, StringComparison.Ordinal))
            return error.Message.TrimEnd('.');
        var type = Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;
        string? expected = type == typeof(double) ? "a number"
            : type == typeof(ulong) ? "a whole number of at least 0"
            : type == typeof(int) ? "a whole number"
            : type == typeof(bool) ? "true or false"
            : null;
        return expected is null ? error.Message.TrimEnd('.') : $"{option.Name}: expected {expected}, found '{token.Value}'";
    }
}
