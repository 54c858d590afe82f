using System.CommandLine;
using Attune.Formats;
using Attune.Tokenizers;
using Spectre.Console;

namespace Attune.Cli.Tokenizers;

/// <summary><c>attune tokenizer</c>: trains tokenizers, and shows what they make of a text.</summary>
internal static class TokenizerCommand
{
    private const int InterruptedStatus = 130;
    private const int WidthOfFiles = 160;

    public static Command Create() => new("tokenizer", "Train tokenizers, use them, and see what they make of a text.")
    {
        TrainCommand.Create(),
        EncodeCommand.Create(),
        DecodeCommand.Create(),
        ShowCommand.Create(),
        CompareCommand.Create(),
    };

    /// <summary>The argument that every verb but <c>train</c> begins with.</summary>
    public static Argument<string> TokenizerArgument() => new("TOKENIZER")
    {
        Description = "tokenizer.json, .tiktoken, SentencePiece .model, GGUF, vocab.bpe, vocab.txt, or a folder with one of these.",
    };

    /// <summary>The option of the verbs that take a text.</summary>
    public static Option<string?> FileOption() => new("--file") { Description = "Read the text from this file (UTF-8)." };

    /// <summary>Runs a verb: what is wrong with its input is a line on standard error and status 1.</summary>
    /// <param name="interrupted">What to say when Ctrl+C ends it.</param>
    public static Task<int> RunAsync(ParseResult arguments, Func<Task> work, string interrupted = "interrupted") => Task.Run(async () =>
    {
        var error = arguments.InvocationConfiguration.Error;
        string name = $"attune tokenizer {arguments.CommandResult.Command.Name}";
        try
        {
            await work();
            return 0;
        }
        catch (OperationCanceledException)
        {
            error.WriteLine($"{name}: {interrupted}");
            return InterruptedStatus;
        }
        catch (Exception exception) when (exception
            is InvalidFileException or TokenizationException or ArgumentException or IOException or UnauthorizedAccessException or OutOfMemoryException)
        {
            error.WriteLine($"{name}: {Line(exception)}");
            return 1;
        }
    });

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

    // The name of a parameter means nothing to who typed a command.
    private static string Line(Exception exception)
    {
        string message = exception.Message.ReplaceLineEndings("\n").Split('\n')[0];
        int parameter = exception is ArgumentException { ParamName: { } name } ? message.IndexOf($" (Parameter '{name}')", StringComparison.Ordinal) : -1;
        return parameter < 0 ? message : message[..parameter];
    }
}
