using Attune.Formats;
using Attune.Formats.Tests;

namespace Attune.Training.Tests;

public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("model.safetensors", true)]
    [InlineData("optimizer.safetensors", true)]
    [InlineData("config.json", true)]
    [InlineData("optimizer.safetensors", false)]
    public void A_file_that_is_truncated_or_changed_is_named(string name, bool isTruncated)
    {
        string run = _folder.File("run");
        TrainingRun.Create(Tiny.Recipe with { SaveEvery = 0 }, [Tiny.Text(_folder)], run).Train();
        string file = Path.Combine(Checkpoint.All(Path.Combine(run, "checkpoints"))[^1], name);
        byte[] bytes = File.ReadAllBytes(file);
        if (isTruncated)
            bytes = bytes[..^7];
        else
            bytes[^1] ^= 1;
        File.WriteAllBytes(file, bytes);

        var wrong = Assert.Throws<InvalidFileException>(() => TrainingRun.Resume(run));

        Assert.StartsWith($"{file}: expected the file that was saved", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "expected the state of a checkpoint")]
    [InlineData("null", "expected the state of a checkpoint")]
    [InlineData("{}", "version: expected 2, found 0")]
    [InlineData("""{"version": 2}""", "files: expected checksums of the other files, found none")]
    [InlineData("""{"version": 2, "files": null}""", "files: expected checksums of the other files, found none")]
    [InlineData("""{"version": 2, "files": {"config.json": null}}""", "files: expected checksums of the other files, found none")]
    [InlineData("""{"version": 2, "files": {"config.json": ""}}""", "files.model.safetensors: expected its checksum, found none")]
    public void A_state_without_checksums_is_none(string json, string expected)
    {
        string file = _folder.File("state.json");
        File.WriteAllText(file, json);

        var wrong = Assert.Throws<InvalidFileException>(() => Checkpoint.ReadState(_folder.Path));

        Assert.Contains(expected, wrong.Message, StringComparison.Ordinal);
        Assert.StartsWith(file, wrong.Message, StringComparison.Ordinal);
    }
}
