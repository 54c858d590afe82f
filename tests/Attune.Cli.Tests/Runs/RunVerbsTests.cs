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
    public async Task Chat_goes_on_with_each_line_that_is_piped_to_it()
    {
        string run = PathOf("run");
        await RunAsync(["train", "--data", PathOf("data.txt"), "--out", run, .. TinyRun.Options]);
        string[] options = ["--temperature", "0.7", "--seed", "3", "--max-new-tokens", "5"];
        string alone = (await RunAsync(["generate", run, "The cat", .. options])).Output.TrimEnd('\n');
        var input = Console.In;
        try
        {
            foreach (string end in (string[])["/bye\nnot this\n", ""])
            {
                Console.SetIn(new StringReader("The cat\n\n" + end));
                var (status, output, error) = await RunAsync(["chat", run, .. options]);

                Assert.Equal((0, ""), (status, error));
                string[] turns = output.Split("> ");
                Assert.Equal(4, turns.Length);
                Assert.Equal(alone, turns[1].TrimEnd('\n'));
                Assert.NotEqual("", turns[2].Trim());
                Assert.Equal("", turns[3]);
            }
        }
        finally
        {
            Console.SetIn(input);
        }
    }

    [Fact]
    public async Task Overfit_learns_one_batch_by_heart_and_leaves_nothing()
    {
        string[] options = ["--data", PathOf("data.txt"), "--out", PathOf("run"), .. TinyRun.Options];
        var (status, output, error) = await RunAsync(["train", "--overfit", "--learning-rate", "1e-2", .. options]);
        var unable = await RunAsync(["train", "--overfit", "--learning-rate", "0", "--final-learning-rate", "0", .. options]);

        Assert.True(status == 0, output + error);
        Assert.Contains("learned by heart after", output, StringComparison.Ordinal);
        Assert.Equal(1, unable.Status);
        Assert.Contains("not learned by heart: the loss of one batch is still 5.", unable.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(PathOf("run")));
    }

    [Fact]
    public async Task Find_lr_suggests_a_rate_and_draws_the_curve()
    {
        var (status, output, error) = await RunAsync(["train", "--find-lr", "--data", PathOf("data.txt"), "--out", PathOf("found"), .. TinyRun.Options]);

        Assert.True(status == 0, output + error);
        string suggestion = output.Split("--learning-rate ")[1].Split(' ')[0];
        Assert.InRange(double.Parse(suggestion, CultureInfo.InvariantCulture), 1e-4, 1);
        Assert.Contains("<svg", File.ReadAllText(Assert.Single(Directory.GetFiles(PathOf("found")))), StringComparison.Ordinal);
    }

    private string PathOf(string name) => Path.Combine(_folder, name);
}
