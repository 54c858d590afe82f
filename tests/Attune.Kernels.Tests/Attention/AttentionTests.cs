namespace Attune.Kernels.Tests;

public class AttentionTests
{
    public static TheoryData<KernelPath> PathData => Paths.Data;

    [Theory]
    [MemberData(nameof(PathData))]
    public void Without_a_mask_it_matches_the_reference_at_every_length_up_to_some_tiles(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        foreach (int length in new[] { 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 23, 24, 25, 47, 48, 49, 63, 64, 65, 95, 96, 97, 130, 257 })
            new AttentionCase([length], [length], 2, 2, 16).AssertMatchesReference(default(NoMask), default(NoChange), $"{length} keys");
    }

    [Theory]
    [MemberData(nameof(PathData))]
    public void Causal_attention_matches_the_reference_at_every_length_up_to_some_tiles(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        foreach (int length in new[] { 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 23, 24, 25, 47, 48, 49, 63, 64, 65, 95, 96, 97, 130, 257 })
            new AttentionCase([length], [length], 2, 2, 16).AssertMatchesReference(default(Causal), default(NoChange), $"{length} keys");
    }

    [Theory]
    [MemberData(nameof(PathData))]
    public void Every_head_dimension_matches_the_reference(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        foreach (int dim in new[] { 1, 2, 3, 4, 5, 7, 8, 12, 15, 16, 17, 24, 31, 32, 33, 40, 48, 64, 80, 96, 100, 128, 160, 255, 256 })
            new AttentionCase([29], [40], 2, 1, dim).AssertMatchesReference(default(Causal), default(NoChange), $"{dim} dimensions");
    }
}
