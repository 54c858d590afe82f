using Attune.Formats;
using Attune.Formats.Tests;

namespace Attune.Training.Tests;

public sealed class FoundCheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_goes_on_from_the_checkpoint_before_a_damaged_one_and_says_so()
    {
        string run = _folder.File("run");
        TrainingRun.Create(Tiny.Recipe, [Tiny.Text(_folder)], run).Train();
        byte[] whole = Tiny.ModelOf(run);
        string[] checkpoints = [.. Checkpoint.All(Path.Combine(run, "checkpoints"))];
        Assert.Equal(["step-00000010", "step-00000012"], checkpoints.Select(Path.GetFileName));
        Damage(checkpoints[1], "optimizer.safetensors");

        var listener = new Tiny.Listener();
        var resumed = TrainingRun.Resume(run, observer: listener);

        Assert.Equal(10, resumed.Step);
        string note = Assert.Single(listener.Notes);
        Assert.StartsWith($"{checkpoints[1]}{Path.DirectorySeparatorChar}optimizer.safetensors: expected the file that was saved", note, StringComparison.Ordinal);
        Assert.Contains("goes on from step-00000010", note, StringComparison.Ordinal);
        Assert.EndsWith("damaged-step-00000012", note, StringComparison.Ordinal);
        Assert.True(Directory.Exists(Path.Combine(run, "checkpoints", "damaged-step-00000012")));

        resumed.Train();

        Assert.Equal(whole, Tiny.ModelOf(run));
        Assert.Equal(checkpoints, Checkpoint.All(Path.Combine(run, "checkpoints")));
        Assert.Empty(Notes(run));
    }

    [Fact]
    public void Where_all_are_damaged_the_newest_is_named_and_none_is_moved()
    {
        string run = _folder.File("run");
        TrainingRun.Create(Tiny.Recipe, [Tiny.Text(_folder)], run).Train();
        var checkpoints = Checkpoint.All(Path.Combine(run, "checkpoints"));
        foreach (string checkpoint in checkpoints)
            Damage(checkpoint, "config.json");

        var wrong = Assert.Throws<InvalidFileException>(() => TrainingRun.Resume(run));

        Assert.Contains("step-00000012", wrong.Message, StringComparison.Ordinal);
        Assert.Equal(checkpoints, Checkpoint.All(Path.Combine(run, "checkpoints")));
    }

    private static List<string> Notes(string run)
    {
        var listener = new Tiny.Listener();
        TrainingRun.Resume(run, observer: listener);
        return listener.Notes;
    }

    private static void Damage(string checkpoint, string name)
    {
        string file = Path.Combine(checkpoint, name);
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^3]);
    }
}
