using System.Globalization;
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

    [Fact]
    public async Task Overfit_learns_one_batch_by_heart_and_leaves_nothing()
    {
        string[] options = ["--data", PathOf("data.txt"), .. TinyRun.Options];
        var (status, output, error) = await RunAsync(["train", "--overfit", "--learning-rate", "1e-2", .. options]);
        var unable = await RunAsync(["train", "--overfit", "--learning-rate", "0", "--final-learning-rate", "0", .. options]);

        Assert.True(status == 0, output + error);
        Assert.Contains("learned by heart after", output, StringComparison.Ordinal);
        Assert.Equal(1, unable.Status);
        Assert.Contains("not learned by heart: the loss of one batch is still 5.", unable.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(PathOf("run")));
    }

    [Fact]
    public async Task A_run_can_be_made_longer_but_not_shorter_than_it_is()
    {
        string run = PathOf("run");
        await RunAsync(["train", "--data", PathOf("data.txt"), "--out", run, .. TinyRun.Options]);

        var shorter = await RunAsync("train", "--resume", run, "--steps", "5");
        Assert.Equal((2, "attune train: steps: expected at least the 6 that the run has taken, found 5\n"), (shorter.Status, shorter.Error));
        Assert.Equal(2, (await RunAsync("train", "--resume", run, "--steps", "0")).Status);
        Assert.Equal(6, File.ReadLines(Path.Combine(run, "metrics.jsonl")).Count());

        var longer = await RunAsync("train", "--resume", run, "--steps", "9");
        Assert.True(longer.Status == 0, longer.Error);
        Assert.Contains("9 steps", longer.Output, StringComparison.Ordinal);
        Assert.Equal(9, File.ReadLines(Path.Combine(run, "metrics.jsonl")).Count());
        Assert.Contains("\"steps\": 9", File.ReadAllText(Path.Combine(run, "training.json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_range_test_puts_its_page_where_it_is_told()
    {
        string folder = PathOf("run"), page = Path.Combine(folder, "learning-rate.html");
        var (status, output, error) = await RunAsync(["train", "--find-lr", "--data", PathOf("data.txt"), "--out", folder, .. TinyRun.Options]);

        Assert.True(status == 0, error);
        Assert.Contains(page, output, StringComparison.Ordinal);
        string suggestion = output.Split("--learning-rate ")[1].Split(' ')[0];
        Assert.InRange(double.Parse(suggestion, CultureInfo.InvariantCulture), 1e-4, 1);
        Assert.Contains("Learning-rate range test", File.ReadAllText(page), StringComparison.Ordinal);
        Assert.Equal([page], Directory.EnumerateFileSystemEntries(folder));
        // And a run can begin beside it.
        Assert.Equal(0, (await RunAsync(["train", "--data", PathOf("data.txt"), "--out", folder, .. TinyRun.Options])).Status);
    }

    [Theory]
    [InlineData("train --resume nothing", "a run to go on with")]
    [InlineData("train --resume nothing --recipe small --overfit", "expected no other option but --steps, since a run goes on as it began; found --recipe, --overfit")]
    [InlineData("train --resume nothing --find-lr --layers 3 --data short.txt --out run", "found --find-lr, --layers, --data, --out")]
    [InlineData("train --resume nothing --steps many", "--steps: expected a number, found 'many'")]
    [InlineData("train --find-lr --out short.txt", "short.txt: expected a folder for the page, found a file")]
    [InlineData("train --overfit --find-lr", "--find-lr: expected none beside --overfit")]
    [InlineData("train --overfit --out run", "--out: expected none beside --overfit")]
    [InlineData("train --data short.txt --recpie small", "--recpie: expected an option of train, found none of this name; did you mean --recipe?")]
    [InlineData("train --recipe nothing.json", "--recipe: expected a file, found no nothing.json")]
    [InlineData("generate . x --temprature 1", "--temprature: expected an option of generate, found none of this name; did you mean --temperature?")]
    [InlineData("generate short.txt --tokenizer short.txt", "a model of llama2.c")]
    [InlineData("inspect storys", "did you mean stories?")]
    public async Task Options_that_contradict_each_other_are_one_line_and_status_2(string line, string named)
    {
        File.WriteAllText(PathOf("short.txt"), "short");
        string[] files = ["short.txt", "run", "nothing", "."];

        var (status, _, error) = await RunAsync([.. line.Split(' ').Select(word => files.Contains(word) ? PathOf(word) : word)]);

        Assert.Equal(2, status);
        string[] lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length == 1, error);
        Assert.StartsWith("attune", lines[0], StringComparison.Ordinal);
        Assert.Contains(named, lines[0], StringComparison.Ordinal);
        Assert.False(Directory.Exists(PathOf("run")));
    }

    private string PathOf(string name) => Path.Combine(_folder, name);
}
