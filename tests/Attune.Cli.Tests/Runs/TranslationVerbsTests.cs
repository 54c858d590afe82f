using System.Text.Json;
using static Attune.Cli.Tests.CommandLine;

namespace Attune.Cli.Tests;

/// <summary>Training on pairs, translating, measuring translations and looking at attention, by the command.</summary>
public sealed class TranslationVerbsTests : IDisposable
{
    private static readonly string[] s_options =
    [
        "--recipe", "copy", "--layers", "1", "--width", "16", "--heads", "2", "--inner-width", "16", "--generated-pairs", "200", "--steps", "6", "--warmup-steps", "2", "--batch-tokens", "60",
        "--context-length", "32", "--sample-tokens", "4",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("attune").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_run_on_pairs_is_trained_measured_inspected_and_translates()
    {
        string run = PathOf("run");
        var trained = await RunAsync(["train", .. s_options, "--out", run]);
        Assert.True(trained.Status == 0, trained.Error);
        Assert.Contains("unseen sentences are translated exactly", trained.Output, StringComparison.Ordinal);

        var (status, output, error) = await RunAsync("translate", run, "a b c", "--beams", "2");
        Assert.True(status == 0, error);
        Assert.Single(output.TrimEnd('\n').Split('\n'));
        using var best = JsonDocument.Parse((await RunAsync("translate", run, "a b c", "--beams", "3", "--n-best", "3", "--json")).Output);
        Assert.Equal(3, best.RootElement.GetProperty("n_best").GetArrayLength());
        Assert.StartsWith("c a", (await RunAsync("translate", run, "a b c", "--prefix", "c a")).Output, StringComparison.Ordinal);

        using var measured = JsonDocument.Parse((await RunAsync("eval", run, "--bleu", "--tokenize", "none", "--json")).Output);
        Assert.Equal(
            ["loss", "perplexity", "bits_per_byte", "accuracy", "tokens", "bleu", "bleu_signature", "chrf", "chrf_signature"],
            measured.RootElement.EnumerateObject().Select(field => field.Name));
        Assert.Contains("tok:none", measured.RootElement.GetProperty("bleu_signature").GetString(), StringComparison.Ordinal);
        string page = PathOf("attention.html");
        var drawn = await RunAsync("attention", run, "a b c", "--target", "c b", "--out", page);
        Assert.Equal((0, $"«a b c» => «c b». Look at {page}\n"), (drawn.Status, drawn.Output));
        Assert.Contains("Cross-attention", await File.ReadAllTextAsync(page), StringComparison.Ordinal);
        using var counted = JsonDocument.Parse((await RunAsync("inspect", run, "--json")).Output);
        Assert.Equal((12 + 16) * 16 * 16, counted.RootElement.GetProperty("parameters_by_rule").GetInt64());
    }

    [Fact]
    public async Task Lines_that_cannot_be_translated_stay_empty_and_the_others_are_translated()
    {
        string run = PathOf("run"), file = PathOf("lines.txt"), target = PathOf("out.txt");
        await RunAsync(["train", .. s_options, "--out", run]);
        await File.WriteAllBytesAsync(file, [.. "a b\n\n"u8, .. Enumerable.Repeat("a "u8.ToArray(), 100).SelectMany(bytes => bytes), .. "\nc \xE9\n\U0001F600 never seen\n"u8, 0xFF, (byte)'\n', .. "a b\n"u8]);

        var (status, output, error) = await RunAsync("translate", run, "--file", file, "--out", target, "--beams", "2");

        Assert.Equal(2, status);
        Assert.Empty(output);
        string[] lines = await File.ReadAllLinesAsync(target);
        Assert.Equal(7, lines.Length);
        Assert.Equal(["", ""], lines[1..3]);
        Assert.Equal(lines[0], lines[6]);
        Assert.Contains("attune translate: line 3: expected at most 32 tokens", error, StringComparison.Ordinal);
        Assert.Contains("note: line 6: bytes that are no UTF-8 are read as U+FFFD", error, StringComparison.Ordinal);
        Assert.Contains("7 sentences in", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_input_is_one_clear_line()
    {
        string run = PathOf("run");
        await RunAsync(["train", .. s_options, "--out", run]);
        string three = Write("three", "a\nb\nc\n"), two = Write("two", "a\nb\n"), bytes = PathOf("bytes");
        await File.WriteAllBytesAsync(bytes, [97, 10, 0xFF, 10, 97, 10]);
        string[] pairs = ["train", "--recipe", "transformer-tiny", "--out", PathOf("new"), "--pairs"];
        foreach (var (arguments, expected) in new (string[], string)[]
        {
            ([.. pairs, three, two], $"attune train: {two}: expected 3 lines, as in {three}, found 2\n"),
            ([.. pairs, three], $"attune train: pairs: expected two files (source and target), or one .tsv, found {three}\n"),
            ([.. pairs, three, bytes], $"attune train: {bytes} at byte 2: expected UTF-8, found the byte 0xFF\n"),
            ([.. pairs, three, PathOf("none")], $"attune train: {PathOf("none")}: expected a file with a sentence a line, found none\n"),
            (["train", "--recipe", "transformer-tin"], "did you mean transformer-tiny?"),
            (["train", "--pairs", three, three], "attune train: architecture: expected transformer to learn from pairs, found llama; the recipe transformer-tiny is one\n"),
            (["train", "--recipe", "copy", "--norm", "middle"], "norm: expected one of post, pre, found 'middle'"),
            (["translate", run, "a", "--beams", "0"], "attune translate: --beams: expected "),
            (["translate", run, "a", "--n-best", "9"], "attune translate: --n-best: expected "),
            (["translate", PathOf("nothing"), "a"], "expected a model"),
            (["generate", run, "a"], "attune generate: expected a language model, found one of architecture transformer"),
            (["eval", run, "--bleu", "--pairs", three, two], $"attune eval: {two}: expected 3 lines"),
        })
        {
            var (status, output, error) = await RunAsync(arguments);

            Assert.Equal(2, status);
            Assert.Empty(output);
            Assert.Contains(expected, error, StringComparison.Ordinal);
            Assert.Single(error.TrimEnd('\n').Split('\n'));
        }

        Assert.False(Directory.Exists(PathOf("new")));
    }

    private string Write(string name, string text)
    {
        File.WriteAllText(PathOf(name), text);
        return PathOf(name);
    }

    private string PathOf(string name) => Path.Combine(_folder, name);
}
