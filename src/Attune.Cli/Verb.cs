using System.CommandLine;
using System.CommandLine.Parsing;
using Attune.Formats;
using Attune.Tokenizers;
using Attune.Training;
using Spectre.Console;

namespace Attune.Cli;

/// <summary>What all verbs share: what is wrong with their input is one line on standard error and <see cref="AttuneCommand.UsageStatus"/>.</summary>
internal static class Verb
{
    /// <summary>What a verb that Ctrl+C ended ends with.</summary>
    public const int InterruptedStatus = 130;

    private const int WidthOfFiles = 160;

    /// <summary>Runs a verb.</summary>
    /// <param name="work">Its status.</param>
    /// <param name="interrupted">What to say when Ctrl+C ends it.</param>
    public static Task<int> RunAsync(ParseResult arguments, Func<Task<int>> work, string interrupted = "interrupted") => Task.Run(async () =>
    {
        var error = arguments.InvocationConfiguration.Error;
        string name = NameOf(arguments);
        try
        {
            return await work();
        }
        catch (OperationCanceledException)
        {
            error.WriteLine($"{name}: {interrupted}");
            return InterruptedStatus;
        }
        catch (Exception exception) when (exception
            is InvalidFileException or TokenizationException or TrainingException or ChatTemplateException or ArgumentException or IOException
            or UnauthorizedAccessException or OutOfMemoryException)
        {
            error.WriteLine($"{name}: {Line(exception)}");
            return AttuneCommand.UsageStatus;
        }
    });

    /// <inheritdoc cref="RunAsync(ParseResult, Func{Task{int}}, string)"/>
    public static Task<int> RunAsync(ParseResult arguments, Func<Task> work, string interrupted = "interrupted") => RunAsync(
        arguments,
        async () =>
        {
            await work();
            return 0;
        },
        interrupted);

    /// <summary>What a verb prints to: with colours in a terminal only.</summary>
    public static IAnsiConsole Console(ParseResult arguments)
    {
        var output = arguments.InvocationConfiguration.Output;
        bool isTerminal = ReferenceEquals(output, System.Console.Out) && !System.Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!isTerminal)
            console.Profile.Width = WidthOfFiles;
        return console;
    }

    /// <summary>The verb as it is typed: <c>attune tokenizer train</c>.</summary>
    public static string NameOf(ParseResult arguments)
    {
        string name = "";
        for (var result = arguments.CommandResult; result is not null and not { Command: RootCommand }; result = result.Parent as CommandResult)
            name = $" {result.Command.Name}{name}";
        return $"attune{name}";
    }

    // The name of a parameter means nothing to who typed a command.
    private static string Line(Exception exception)
    {
        string message = exception.Message.ReplaceLineEndings("\n").Split('\n')[0];
        int parameter = exception is ArgumentException { ParamName: { } name } ? message.IndexOf($" (Parameter '{name}')", StringComparison.Ordinal) : -1;
        return parameter < 0 ? message : message[..parameter];
    }
}
