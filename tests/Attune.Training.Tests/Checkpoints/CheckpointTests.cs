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
        var recipe = new Recipe
        {
            Layers = 1,
            Heads = 2,
            Width = 16,
            ContextLength = 16,
            VocabularySize = 400,
            Stories = 40,
            BatchSize = 2,
            Steps = 2,
            WarmupSteps = 1,
            SampleEvery = 0,
        };
        TrainingRun.Create(recipe, [], run).Train();
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
}
