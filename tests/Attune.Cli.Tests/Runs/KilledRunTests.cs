using System.Diagnostics;
using System.Text;
using Attune.Training;

namespace Attune.Cli.Tests;

/// <summary>A run as a process of its own that is killed without warning; <c>bench/kill-nine</c> does it 200 times.</summary>
public sealed class KilledRunTests : IDisposable
{
    private const int Kills = 10;
    private const int Seed = 20;

    private readonly string _folder = Directory.CreateTempSubdirectory("attune").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Half of the kills come while the process starts, reads data or takes its first steps, half of them just after it has saved.</summary>
    [Fact]
    public async Task A_run_that_is_killed_at_ten_random_moments_ends_bitwise_as_one_that_was_not()
    {
        var random = new Random(Seed);
        string run = In("run"), data = In("data.txt");
        TinyRun.WriteText(data);
        string[] first =
        [
            "--recipe", "small", "--data", data, "--tokenizer", "characters", "--layers", "1", "--heads", "2", "--width", "16", "--context-length", "16",
            "--batch-size", "2", "--steps", "1000000", "--warmup-steps", "10", "--save-every", "3", "--evaluate-every", "20", "--evaluation-tokens", "100",
            "--sample-every", "0", "--out", run,
        ];
        long step = 0;
        for (int kill = 1; kill <= Kills; kill++)
        {
            string[] arguments = File.Exists(Path.Combine(run, "training.json")) ? ["--resume", run] : first;
            string error = await KillAsync(["train", .. arguments], hasSaved: random.Next(2) == 0, TimeSpan.FromMilliseconds(random.Next(300)));

            Assert.True(error.Length == 0, $"kill {kill}: {error}");
            if (File.Exists(Path.Combine(run, "training.json")))
                step = GoOn(run, step);
        }

        Assert.True(step > 0);
        Assert.Equal(step, File.ReadLines(Path.Combine(run, "metrics.jsonl")).Count());
        Assert.Empty(Directory.EnumerateFileSystemEntries(run, ".attune-*", SearchOption.AllDirectories));
        Assert.Equal(UninterruptedTo(step, run, data), File.ReadAllBytes(Path.Combine(run, "model.safetensors")));
    }

    /// <summary>Loads the newest checkpoint, takes a step and saves.</summary>
    private static long GoOn(string folder, long step)
    {
        var run = TrainingRun.Resume(folder);
        Assert.True(run.Step >= step, $"the newest checkpoint fell from step {step} to {run.Step}");
        return run.Train(null, new CancellationToken(canceled: true)).State.Step;
    }

    private byte[] UninterruptedTo(long step, string run, string data)
    {
        using var stop = new CancellationTokenSource();
        var (recipe, _) = RunDescription.Read(Path.Combine(run, "training.json"));
        var whole = TrainingRun.Create(recipe with { SaveEvery = 0 }, [data], In("whole"));
        whole.Train(new StopBefore(step, stop), stop.Token);
        return File.ReadAllBytes(Path.Combine(In("whole"), "model.safetensors"));
    }

    /// <summary>Starts the command, waits for its first checkpoint or not, and then some time, and kills it.</summary>
    /// <returns>What it said to standard error.</returns>
    private static async Task<string> KillAsync(string[] arguments, bool hasSaved, TimeSpan after)
    {
        string command = Path.Combine(AppContext.BaseDirectory, "attune.dll");
        using var process = Process.Start(new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [command, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var saved = new TaskCompletionSource();
        var error = new StringBuilder();
        process.OutputDataReceived += (_, line) =>
        {
            // Null: it ended.
            if (line.Data?.StartsWith("saved ", StringComparison.Ordinal) ?? true)
                saved.TrySetResult();
        };
        process.ErrorDataReceived += (_, line) => error.AppendLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (hasSaved)
            await saved.Task;
        await Task.Delay(after);
        process.Kill();
        await process.WaitForExitAsync();
        return error.ToString().Trim();
    }

    private string In(string name) => Path.Combine(_folder, name);

    /// <summary>A run that is cancelled in step n - 1 still takes step n: the one in progress.</summary>
    private sealed class StopBefore(long step, CancellationTokenSource stop) : ITrainingObserver
    {
        public void Stepped(TrainingMetrics metrics)
        {
            if (metrics.Step >= step - 1)
                stop.Cancel();
        }
    }
}
