namespace Attune.Cli.Tests;

/// <summary>A folder with a text and a run of six steps on it, made once for the tests of a class, which copy what they change.</summary>
public sealed class TinyRun : IAsyncLifetime
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("attune").FullName;

    public string Data => Path.Combine(Folder, "data.txt");

    public string Run => Path.Combine(Folder, "run");

    /// <summary>What <c>attune train</c> is told beside <c>--data</c> and <c>--out</c>.</summary>
    internal static string[] Options { get; } =
    [
        "--recipe", "small", "--layers", "1", "--heads", "2", "--width", "16", "--context-length", "16", "--vocabulary-size", "300", "--batch-size", "2", "--steps", "6",
        "--warmup-steps", "1", "--evaluate-every", "3", "--save-every", "3", "--sample-every", "3", "--sample-tokens", "8",
    ];

    internal static void WriteText(string path) =>
        File.WriteAllText(path, string.Concat(Enumerable.Range(0, 200).Select(i => $"The cat number {i} sat on the mat.\n")));

    public async Task InitializeAsync()
    {
        WriteText(Data);
        var (status, _, error) = await CommandLine.RunAsync(["train", "--data", Data, "--out", Run, .. Options]);
        Assert.True(status == 0, error);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>The run once more.</summary>
    internal void CopyTo(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(Run, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(folder, Path.GetRelativePath(Run, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
