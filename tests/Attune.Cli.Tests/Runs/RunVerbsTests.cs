using System.CommandLine;
using System.Text.Json;

namespace Attune.Cli.Tests;

public sealed class RunVerbsTests : IDisposable
{
    private static readonly string[] s_tiny =
    [
        "--layers", "1", "--heads", "2", "--width", "16", "--context-length", "16", "--vocabulary-size", "300", "--batch-size", "2", "--steps", "6",
        "--warmup-steps", "1", "--evaluate-every", "3", "--save-every", "3", "--sample-every", "3", "--sample-tokens", "8",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("attune").FullName;

    public RunVerbsTests() => File.WriteAllText(PathOf("data.txt"), string.Concat(Enumerable.Range(0, 200).Select(i => $"The cat number {i} sat on the mat.\n")));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_run_is_trained_measured_inspected_and_talks()
    {
        string run = PathOf("run");
        var trained = await RunAsync(["train", "--data", PathOf("data.txt"), "--out", run, "--recipe", "small", .. s_tiny]);
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

    [Theory]
    [InlineData("train --recipe storys", "did you mean 'stories'?")]
    [InlineData("train --heads 3 --width 128", "heads: expected a divisor of width (128), found 3")]
    [InlineData("train --steps many", "steps")]
    [InlineData("train --data missing.txt --out run", "missing.txt")]
    [InlineData("train --data empty.txt --out run", "expected text to learn from, found none")]
    [InlineData("train --data binary.bin --out run", "binary")]
    [InlineData("train --data latin.txt --out run", "at byte 1: expected UTF-8, found the byte 0xE4")]
    [InlineData("train --data short.txt --out run", "context_length")]
    [InlineData("train --resume nothing", "a run to go on with")]
    [InlineData("train --resume nothing --recipe small --overfit", "expected no other option but --steps, since a run goes on as it began; found --recipe, --overfit")]
    [InlineData("train --resume nothing --find-lr --layers 3 --data short.txt --out run", "found --find-lr, --layers, --data, --out")]
    [InlineData("train --resume nothing --steps many", "--steps: expected a number, found 'many'")]
    [InlineData("train --find-lr --out short.txt", "short.txt: expected a folder for the page, found a file")]
    [InlineData("train --overfit --find-lr", "--find-lr: expected none beside --overfit")]
    [InlineData("train --overfit --out run", "--out: expected none beside --overfit")]
    [InlineData("generate nothing", "expected a model")]
    [InlineData("train --data short.txt --recpie small", "--recpie: expected an option of train, found none of this name; did you mean --recipe?")]
    [InlineData("train --recipe nothing.json", "--recipe: expected a file, found no nothing.json")]
    [InlineData("generate . x --temprature 1", "--temprature: expected an option of generate, found none of this name; did you mean --temperature?")]
    [InlineData("generate", "RUN_OR_FILE")]
    [InlineData("trian", "did you mean train?")]
    [InlineData("generate . --max-new-tokens 0", "--max-new-tokens: expected at least 1, found 0")]
    [InlineData("generate short.txt --tokenizer short.txt", "a model of llama2.c")]
    [InlineData("inspect storys", "did you mean stories?")]
    [InlineData("generate . --temperature -1", "--temperature")]
    [InlineData("generate . --top-p 7", "--top-p")]
    [InlineData("generate .", "config.json")]
    [InlineData("eval nothing", "expected a model")]
    [InlineData("inspect nothing", "expected a model")]
    public async Task Bad_input_is_one_line_and_status_2_and_leaves_nothing(string line, string named)
    {
        File.WriteAllText(PathOf("empty.txt"), "");
        File.WriteAllBytes(PathOf("binary.bin"), [65, 0, 66]);
        File.WriteAllBytes(PathOf("latin.txt"), [65, 0xE4, 66]);
        File.WriteAllText(PathOf("short.txt"), "short");
        string[] files = ["missing.txt", "empty.txt", "binary.bin", "latin.txt", "short.txt", "run", "nothing", "."];

        var (status, _, error) = await RunAsync([.. line.Split(' ').Select(word => files.Contains(word) ? PathOf(word) : word)]);

        Assert.Equal(2, status);
        string[] lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length == 1, error);
        Assert.StartsWith("attune", lines[0], StringComparison.Ordinal);
        Assert.Contains(named, lines[0], StringComparison.Ordinal);
        Assert.False(Directory.Exists(PathOf("run")));
    }

    [Fact]
    public async Task A_run_can_be_made_longer_but_not_shorter_than_it_is()
    {
        string run = PathOf("run");
        await RunAsync(["train", "--data", PathOf("data.txt"), "--out", run, "--recipe", "small", .. s_tiny]);

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
        var (status, output, error) = await RunAsync(["train", "--find-lr", "--data", PathOf("data.txt"), "--out", folder, "--recipe", "small", .. s_tiny]);

        Assert.True(status == 0, error);
        Assert.Contains(page, output, StringComparison.Ordinal);
        Assert.Contains("Learning-rate range test", File.ReadAllText(page), StringComparison.Ordinal);
        Assert.Equal([page], Directory.EnumerateFileSystemEntries(folder));
        // And a run can begin beside it.
        Assert.Equal(0, (await RunAsync(["train", "--data", PathOf("data.txt"), "--out", folder, "--recipe", "small", .. s_tiny])).Status);
    }

    [Fact]
    public async Task A_damaged_model_is_one_line_that_names_the_file()
    {
        string run = PathOf("run");
        await RunAsync(["train", "--data", PathOf("data.txt"), "--out", run, "--recipe", "small", .. s_tiny]);
        string model = Path.Combine(run, "model.safetensors");
        File.WriteAllBytes(model, File.ReadAllBytes(model)[..^100]);

        var (status, _, error) = await RunAsync("generate", run, "The");

        Assert.Equal(2, status);
        Assert.Contains("model.safetensors", error, StringComparison.Ordinal);
    }

    private string PathOf(string name) => Path.Combine(_folder, name);

    private static async Task<(int Status, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int status = await AttuneCommand.RunAsync(arguments, new InvocationConfiguration { Output = output, Error = error });
        return (status, output.ToString(), error.ToString());
    }
}
