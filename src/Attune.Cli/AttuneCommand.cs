using System.CommandLine;
using Attune.Cli.Bench;

namespace Attune.Cli;

/// <summary>The <c>attune</c> command: one verb a file.</summary>
internal static class AttuneCommand
{
    public static RootCommand Create() => new("Train, adapt, understand and serve transformers in pure C#.")
    {
        BenchCommand.Create(),
    };
}
