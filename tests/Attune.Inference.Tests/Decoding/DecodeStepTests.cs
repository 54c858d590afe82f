using Attune.Tensors;

namespace Attune.Inference.Tests;

/// <summary>A steady decode step leaves next to nothing to the garbage collector.</summary>
[Collection(nameof(DecodeStepTests))]
[CollectionDefinition(nameof(DecodeStepTests), DisableParallelization = true)]
public class DecodeStepTests
{
    // Measured 744 for two sequences: segments and pass of each step, and how attention reads its caches; whatever the sizes of the model.
    private const int ObjectBytes = 900;

    [Theory]
    [MemberData(nameof(Tiny.Names), MemberType = typeof(Tiny))]
    public void A_steady_step_allocates_next_to_nothing(string name)
    {
        var model = Tiny.Named(name).Model;
        var step = new DecodeStep(model);
        var sampler = new Sampler(Tiny.Drawn);
        var pool = model.NewPool();
        List<CachedSequence> sequences = [new(new(64) { 1, 2, 3 }, pool.NewCache(64)), new(new(64) { 4 }, pool.NewCache(64))];
        for (int i = 0; i < 20; i++)
            Next();

        long memory = Device.Cpu.AllocatedBytes, managed = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++)
            Next();
        managed = (GC.GetAllocatedBytesForCurrentThread() - managed) / 10;
        memory = (Device.Cpu.AllocatedBytes - memory) / 10;

        Assert.True(managed <= ObjectBytes && memory <= 512, $"{managed} bytes of objects, {memory} bytes for numbers");

        void Next()
        {
            var logits = step.Run(sequences);
            for (int s = 0; s < sequences.Count; s++)
            {
                var ids = sequences[s].Ids;
                ids.Add(sampler.Sample(logits.Slice(s * model.VocabularySize, model.VocabularySize), System.Runtime.InteropServices.CollectionsMarshal.AsSpan(ids), ids.Count));
            }
        }
    }
}
