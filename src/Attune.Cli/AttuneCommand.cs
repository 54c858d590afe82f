using System.CommandLine;
using System.CommandLine.Invocation;
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
        var verb = parsed.CommandResult.Command;
        string message = parsed.UnmatchedTokens.FirstOrDefault(token => verb.Subcommands.Count > 0 || token.StartsWith("--", StringComparison.Ordinal)) is { } unknown
            ? Choice.Unknown(unknown, verb)
            : parsed.Errors[0].Message;
        configuration.Error.WriteLine($"{Verb.NameOf(parsed)}: {message}{(verb.Subcommands.Count > 0 ? $" See {Verb.NameOf(parsed)} --help." : "")}");
        return UsageStatus;
    }
}
