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

    public static RootCommand Create() => new("Train, adapt, understand and serve transformers in pure C#.")
    {
        Runs.TrainCommand.Create(),
        GenerateCommand.Create(),
        ChatCommand.Create(),
        EvalCommand.Create(),
        InspectCommand.Create(),
        BenchCommand.Create(),
        TokenizerCommand.Create(),
    };

    /// <summary>Runs a command line. One that cannot be understood is a line on standard error and <see cref="UsageStatus"/>.</summary>
    public static async Task<int> RunAsync(string[] arguments, InvocationConfiguration? configuration = null)
    {
        var parsed = Create().Parse(arguments);
        if (parsed.Action is not ParseErrorAction wrong)
            return await parsed.InvokeAsync(configuration);
        wrong.ShowHelp = false;
        await parsed.InvokeAsync(configuration);
        return UsageStatus;
    }
}
