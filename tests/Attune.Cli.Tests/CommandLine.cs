using System.CommandLine;

namespace Attune.Cli.Tests;

/// <summary>Runs the command in this process.</summary>
internal static class CommandLine
{
    /// <summary>A command line, its words one by one.</summary>
    public static async Task<(int Status, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int status = await AttuneCommand.RunAsync(arguments, new InvocationConfiguration { Output = output, Error = error });
        return (status, output.ToString(), error.ToString());
    }
}
