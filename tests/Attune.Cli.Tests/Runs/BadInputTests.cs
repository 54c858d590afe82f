using System.IO.Compression;
using static Attune.Cli.Tests.CommandLine;

namespace Attune.Cli.Tests;

/// <summary>What is wrong with the input of the verbs of runs is one line on standard error and status 2, and nothing is written.</summary>
public sealed class BadInputTests(TinyRun tiny) : IClassFixture<TinyRun>, IDisposable
{
    private const string Checkpoint = "run/checkpoints/step-00000006";

    private readonly string _folder = Directory.CreateTempSubdirectory("attune").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("missing.txt", "missing.txt: expected a file or folder, found none")]
    [InlineData("empty.txt", "empty.txt: expected text to learn from, found none")]
    [InlineData("empty.txt.gz", "expected text to learn from, found none")]
    [InlineData("empty.jsonl", "expected text to learn from, found none")]
    [InlineData("nothing", "nothing: expected text files, found none")]
    [InlineData("nothing/*.txt", "expected text files, found none")]
    [InlineData("binary.bin", "binary.bin at byte 1: expected text, found a byte 0: it is a binary file")]
    [InlineData("latin.txt", "latin.txt at byte 1: expected UTF-8, found the byte 0xE4")]
    [InlineData("cut.txt", "cut.txt at byte 3: expected UTF-8, found the byte 0xF0")]
    [InlineData("short.txt", "data: expected at least 257 training tokens (context_length and a label), found")]
    [InlineData("broken.jsonl", "broken.jsonl: line 2: expected an object with a string «text», found {\"txt\": 1}")]
    [InlineData("cut.txt.gz", "cut.txt.gz at byte 100: expected a whole gzip file")]
    [InlineData("plain.txt.gz", "plain.txt.gz at byte 5: expected a whole gzip file")]
    public async Task Data_that_are_no_text(string data, string named)
    {
        File.WriteAllText(In("empty.txt"), "");
        File.WriteAllText(In("empty.jsonl"), "{\"text\": \"\"}\n\n");
        File.WriteAllText(In("broken.jsonl"), "{\"text\": \"a\"}\n{\"txt\": 1}\n");
        File.WriteAllText(In("short.txt"), "short");
        File.WriteAllText(In("plain.txt.gz"), "plain");
        File.WriteAllBytes(In("binary.bin"), [65, 0, 66]);
        File.WriteAllBytes(In("latin.txt"), [65, 0xE4, 66]);
        File.WriteAllBytes(In("cut.txt"), [65, 66, 67, 0xF0, 0x9F, 0x98]);
        File.WriteAllBytes(In("empty.txt.gz"), Packed([]));
        File.WriteAllBytes(In("cut.txt.gz"), Packed(File.ReadAllBytes(tiny.Data))[..100]);
        Directory.CreateDirectory(In("nothing"));

        await IsRefusedAsync(["train", "--recipe", "small", "--data", In(data), "--out", In("run")], named);
        if (data != "short.txt")
            await IsRefusedAsync(["eval", tiny.Run, "--data", In(data)], data.StartsWith("empty", StringComparison.Ordinal) ? $"{data}: expected at least two tokens to predict, found 0" : named);
    }

    [Theory]
    [InlineData("--heads 3 --width 128", "heads: expected a divisor of width (128), found 3")]
    [InlineData("--heads 0", "expected at least 1 head")]
    [InlineData("--heads 4 --width 128 --key-heads 3", "key_value_heads: expected a divisor of")]
    [InlineData("--heads 64 --width 64", "expected an even number of elements to rotate, found 1")]
    [InlineData("--layers 0", "layers: expected at least 1, found 0")]
    [InlineData("--layers 1000000000", "expected a model that fits into the memory")]
    [InlineData("--steps 10 --warmup-steps 10", "warmup_steps: expected fewer than steps (10), found 10")]
    [InlineData("--learning-rate 0.1 --final-learning-rate 1", "final_learning_rate: expected at most learning_rate (0.1), found 1")]
    [InlineData("--average-checkpoints 5", "average_checkpoints: expected at most keep_checkpoints (2), found 5")]
    [InlineData("--batch-size 2147483647", "batch_size: expected at most 2147483647 tokens of a step")]
    [InlineData("--sampling documents --tokenizer characters", "has no end of text, found documents")]
    [InlineData("--vocabulary-size 5", "VocabularySize: expected at least")]
    [InlineData("--dropout 1", "dropout: expected at least 0 and below 1, found 1")]
    [InlineData("--learning-rate nan", "learning_rate: expected a number, found 'nan'")]
    [InlineData("--steps many", "steps: expected a number, found 'many'")]
    [InlineData("--optimizer lion", "optimizer: expected one of adamw,")]
    [InlineData("--recipe storys", "did you mean stories?")]
    [InlineData("--recipe field.json", "field.json: layer: expected a field of recipes, found the unknown field 'layer' (did you mean 'layers'?)")]
    [InlineData("--recipe cut.json", "cut.json")]
    [InlineData("--recipe missing.json", "missing.json")]
    public async Task Recipes_that_contradict_themselves(string options, string named)
    {
        File.WriteAllText(In("field.json"), """{"layer": 2}""");
        File.WriteAllText(In("cut.json"), """{"layers": """);

        string[] words = [.. options.Split(' ').Select(word => word.EndsWith(".json", StringComparison.Ordinal) ? In(word) : word)];
        string[] recipe = words[0] == "--recipe" ? [] : ["--recipe", "small"];
        foreach (string[] instead in (string[][])[["--out", In("run")], ["--overfit"]])
            await IsRefusedAsync(["train", .. recipe, "--data", tiny.Data, .. words, .. instead], named);
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("optimizer.safetensors")]
    [InlineData("config.json")]
    [InlineData("state.json")]
    public async Task A_run_all_of_whose_checkpoints_are_cut_changed_or_incomplete(string name)
    {
        CopyWithOneCheckpoint();
        string file = In($"{Checkpoint}/{name}");
        byte[] whole = File.ReadAllBytes(file);
        foreach (byte[] damaged in (byte[][])[[], whole[..^7], [.. whole[..40], (byte)(whole[40] ^ 8), .. whole[41..]]])
        {
            File.WriteAllBytes(file, damaged);
            await IsRefusedAsync(["train", "--resume", In("run")], $"{Checkpoint}/{name}");
        }

        File.Delete(file);
        await IsRefusedAsync(["train", "--resume", In("run")], name);
    }

    [Theory]
    [InlineData("state.json", "{}", "version: expected 2, found 0")]
    [InlineData("state.json", """{"version": 2, "step": -1, "files": {}}""", "step: expected at least 0, found -1")]
    [InlineData("state.json", """{"version": 2, "step": 6, "files": null}""", "files: expected checksums of the other files, found none")]
    [InlineData("../../training.json", "{}", "expected an object with data and recipe")]
    [InlineData("../../training.json", """{"data": [null], "recipe": {}}""", "data[0]")]
    [InlineData("../../metrics.jsonl", "x\n", "line 1: expected one JSON object")]
    public async Task Runs_whose_files_say_something_else(string name, string content, string named)
    {
        CopyWithOneCheckpoint();
        File.WriteAllText(In($"{Checkpoint}/{name}"), content);

        await IsRefusedAsync(["train", "--resume", In("run")], named);
    }

    [Theory]
    [InlineData("\"width\": 16", "\"width\": 32", "config.json: hidden_size: expected 32, as in the run's recipe, found 16")]
    [InlineData("\"optimizer\": \"adamw\"", "\"optimizer\": \"sgd\"", "optimizer.safetensors: expected 0 tensors, found")]
    public async Task Checkpoints_of_another_shape(string was, string now, string named)
    {
        tiny.CopyTo(In("run"));
        string training = File.ReadAllText(In("run/training.json"));
        Assert.Contains(was, training, StringComparison.Ordinal);
        File.WriteAllText(In("run/training.json"), training.Replace(was, now, StringComparison.Ordinal));

        await IsRefusedAsync(["train", "--resume", In("run")], named);
    }

    [Theory]
    [InlineData("missing", "missing: expected a model")]
    [InlineData("nothing", "nothing: expected a folder with config.json, found none in it")]
    [InlineData("short.bin", "short.bin")]
    [InlineData("cut", "model.safetensors")]
    [InlineData("wide", "model.safetensors")]
    [InlineData("other", "config.json: model_type: expected gpt2, llama or transformer, found 'x'")]
    public async Task Models_that_are_none(string model, string named)
    {
        Directory.CreateDirectory(In("nothing"));
        File.WriteAllText(In("short.bin"), "short");
        tiny.CopyTo(In("cut"));
        File.WriteAllBytes(In("cut/model.safetensors"), File.ReadAllBytes(In("cut/model.safetensors"))[..^100]);
        tiny.CopyTo(In("wide"));
        File.WriteAllText(In("wide/config.json"), File.ReadAllText(In("wide/config.json")).Replace("\"hidden_size\": 16", "\"hidden_size\": 32", StringComparison.Ordinal));
        tiny.CopyTo(In("other"));
        File.WriteAllText(In("other/config.json"), """{"model_type": "x"}""");

        foreach (string verb in (string[])["generate", "eval", "inspect", "chat"])
            await IsRefusedAsync([verb, In(model)], named);
    }

    [Theory]
    [InlineData("--temperature -1", "--temperature: expected a number of at least 0, found -1")]
    [InlineData("--temperature nan", "--temperature: expected a number of at least 0, found NaN")]
    [InlineData("--temperature hot", "--temperature: expected a number, found 'hot'")]
    [InlineData("--top-k -1", "--top-k: expected at least 0, found -1")]
    [InlineData("--top-k 1.5", "--top-k: expected a whole number, found '1.5'")]
    [InlineData("--top-p 0", "--top-p: expected above 0 and at most 1, found 0")]
    [InlineData("--top-p 7", "--top-p: expected above 0 and at most 1, found 7")]
    [InlineData("--min-p 2", "--min-p: expected from 0 to 1, found 2")]
    [InlineData("--repetition-penalty 0", "--repetition-penalty: expected a number above 0, found 0")]
    [InlineData("--max-new-tokens 0", "--max-new-tokens: expected at least 1, found 0")]
    [InlineData("--max-new-tokens 99999999999", "--max-new-tokens: expected a whole number, found '99999999999'")]
    [InlineData("--seed -1", "--seed: expected a whole number of at least 0, found '-1'")]
    [InlineData("--beams 0", "--beams: expected at least 1, found 0")]
    [InlineData("--beams 2000000", "--beams: expected at most 1024, found 2000000")]
    [InlineData("--beams 2 --length-penalty nan", "--length-penalty: expected a number, found NaN")]
    public async Task Sampling_that_makes_no_sense(string options, string named) =>
        await IsRefusedAsync(["generate", tiny.Run, "The", .. options.Split(' ')], named);

    [Fact]
    public async Task A_prompt_that_is_longer_than_the_context()
    {
        string prompt = string.Concat(Enumerable.Repeat("zebra ", 20));

        await IsRefusedAsync(["generate", tiny.Run, prompt], "prompt: expected at most 16 tokens (the model's context), found");
    }

    [Theory]
    [InlineData("", "attune: expected train, generate, chat, translate, attention, eval, inspect, bench, tokenizer or --help, found nothing")]
    [InlineData("trian", "attune: trian: expected train, generate, chat, translate, attention, eval, inspect, bench, tokenizer, found none of this name; did you mean train?")]
    [InlineData("train --step 5", "attune train: --step: expected an option of train, found none of this name; did you mean --steps?")]
    [InlineData("train --layers", "attune train: Required argument missing for option: '--layers'")]
    [InlineData("generate", "attune generate: Required argument 'RUN_OR_FILE' missing for command: 'generate'")]
    public async Task Command_lines_that_cannot_be_understood(string line, string said)
    {
        var (status, output, error) = await RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((2, "", said), (status, output, error.Trim()));
    }

    private void CopyWithOneCheckpoint()
    {
        tiny.CopyTo(In("run"));
        foreach (string other in Directory.GetDirectories(In("run/checkpoints")).Where(path => Path.GetFullPath(path) != Path.GetFullPath(In(Checkpoint))))
            Directory.Delete(other, recursive: true);
    }

    private string In(string name) => Path.Combine(_folder, name);

    private async Task IsRefusedAsync(string[] arguments, string named)
    {
        var before = Contents();
        var (status, _, error) = await RunAsync(arguments);

        Assert.Equal(2, status);
        string[] lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length == 1, error);
        Assert.StartsWith($"attune {arguments[0]}: ", lines[0], StringComparison.Ordinal);
        Assert.Contains(named, lines[0], StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter", lines[0], StringComparison.Ordinal);
        Assert.Equal(before, Contents());
    }

    private Dictionary<string, string> Contents() => Directory.EnumerateFileSystemEntries(_folder, "*", SearchOption.AllDirectories)
        .ToDictionary(path => path, path => File.Exists(path) ? Convert.ToBase64String(File.ReadAllBytes(path)) : "");

    private static byte[] Packed(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var pack = new GZipStream(packed, CompressionLevel.Optimal))
            pack.Write(content);
        return packed.ToArray();
    }
}
