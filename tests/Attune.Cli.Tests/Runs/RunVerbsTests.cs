using System.Text.Json;
using static Attune.Cli.Tests.CommandLine;

namespace Attune.Cli.Tests;

public sealed class RunVerbsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("attune").FullName;

    public RunVerbsTests() => TinyRun.WriteText(PathOf("data.txt"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_run_is_trained_measured_inspected_and_talks()
    {
        string run = PathOf("run");
        var trained = await RunAsync(["train", "--data", PathOf("data.txt"), "--out", run, .. TinyRun.Options]);
        Assert.True(trained.Status == 0, trained.Error);
        Assert.Contains("validation loss", trained.Output, StringComparison.Ordinal);
        foreach (string file in (string[])["config.json", "tokenizer.json", "model.safetensors", "training.json", "metrics.jsonl", "report.html"])
            Assert.True(File.Exists(Path.Combine(run, file)), file);
        Assert.Single(Directory.EnumerateFiles(run, "events.out.tfevents.*"));
        Assert.Equal(6, File.ReadLines(Path.Combine(run, "metrics.jsonl")).Count());

        var measured = await RunAsync("eval", run, "--json");
        using var row = JsonDocument.Parse(measured.Output);
        Assert.Equal(["loss", "perplexity", "bits_per_byte", "tokens"], row.RootElement.EnumerateObject().Select(field => field.Name));
        Assert.Equal(Math.Exp(row.RootElement.GetProperty("loss").GetDouble()), row.RootElement.GetProperty("perplexity").GetDouble(), 1e-6);
        var again = await RunAsync("eval", run, "--data", PathOf("data.txt"), "--split", "validation", "--json");
        Assert.Equal(measured.Output, again.Output);

        var told = await RunAsync("generate", run, "The cat", "--temperature", "0", "--max-new-tokens", "5");
        Assert.Equal(0, told.Status);
        Assert.StartsWith("The cat", told.Output, StringComparison.Ordinal);
        using var counted = JsonDocument.Parse((await RunAsync("inspect", run, "--json")).Output);
        Assert.Equal(12 * 16 * 16, counted.RootElement.GetProperty("parameters_by_rule").GetInt64());
    }

    private string PathOf(string name) => Path.Combine(_folder, name);
}
