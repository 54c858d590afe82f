using Attune.Formats.Tests;
using Attune.Nn;

namespace Attune.Training.Tests;

/// <summary>What a training step allocates once its buffers have grown.</summary>
[Collection(nameof(SteadyStepTests))]
[CollectionDefinition(nameof(SteadyStepTests), DisableParallelization = true)]
public sealed class SteadyStepTests : IDisposable
{
    // Pass, draws of drop-out, segments with two short arrays, and a delegate for each of two blocks.
    private const int BytesOfPass = 460;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("gpt2", "random")]
    [InlineData("llama", "random")]
    [InlineData("llama", "epochs")]
    [InlineData("llama", "documents")]
    public void A_steady_step_allocates_some_small_objects_only(string architecture, string sampling)
    {
        var recipe = Tiny.Recipe with { Architecture = architecture, Sampling = sampling, Tokenizer = "bpe", VocabularySize = 400, Stories = 60, ContextLength = 32, Layers = 2 };
        var data = TrainingData.Prepare(recipe, new DataSource(), new RunFolder(_folder.Path));
        var trainer = new Trainer(recipe.ModelOf(data.Tokenizer.IdLimit).Create(Weights.Fresh(1)), recipe, data.Batches);
        for (int i = 0; i < 40; i++)
            trainer.Step();

        var bytes = new long[21];
        for (int i = 0; i < bytes.Length; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            trainer.Step();
            bytes[i] = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        // The median: documents longer than any before ask for memory once.
        Array.Sort(bytes);
        Assert.InRange(bytes[10], 0, BytesOfPass * recipe.Accumulation);
    }
}
