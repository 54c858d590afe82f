namespace Attune.Kernels.Tests;

/// <summary>Masks, score changes, dropout, segments and shared heads against the reference.</summary>
public class AttentionPiecesTests
{
    public static TheoryData<KernelPath> PathData => Paths.Data;

    [Theory]
    [MemberData(nameof(PathData))]
    public void Every_mask_matches_the_reference(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        AttentionCase Case(int queries = 150, int keys = 150) => new([queries], [keys], 2, 2, 8)
        {
            Visible = Coins(queries * keys, 0.6),
            Pattern = Coins(100, 0.5),
            Additive = [.. Coins(queries * keys, 0.6).Select((seen, i) => seen ? (i % 7) - 3f : float.NegativeInfinity)],
        };
        Case().AssertMatchesReference(new Window(10, 0), default(NoChange), "causal window");
        Case().AssertMatchesReference(new Window(20, 5), default(NoChange), "window");
        Case().AssertMatchesReference(new Window(int.MaxValue, int.MaxValue), default(NoChange), "endless window");
        Case().AssertMatchesReference(new Window(5, 5, 3), default(NoChange), "window and global positions");
        Case().AssertMatchesReference(new Both<Causal, Window>(default, new Window(5, 5, 3)), default(NoChange), "causal with global positions");
        Case().AssertMatchesReference(new BlockPattern(16, 10), default(NoChange), "block pattern");
        Case().AssertMatchesReference(default(ExplicitMask), default(NoChange), "explicit mask");
        Case().AssertMatchesReference(default(AdditiveMask), default(AdditiveMask), "additive mask");
        Case().AssertMatchesReference(default(NoMask), default(AdditiveMask), "additive change");
        Case(20, 150).AssertMatchesReference(default(Causal), default(NoChange), "causal behind a cache");
        Case(20, 150).AssertMatchesReference(new Window(30, 0), default(NoChange), "window behind a cache");
        Case(150, 20).AssertMatchesReference(default(Causal), default(NoChange), "causal with queries before all keys");
        Case(150, 0).AssertMatchesReference(default(NoMask), default(NoChange), "no keys");
        Case(0, 150).AssertMatchesReference(default(NoMask), default(NoChange), "no queries");
    }

    [Theory]
    [MemberData(nameof(PathData))]
    public void Every_score_change_matches_the_reference(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        AttentionCase Case(int keyHeads = 2) => new([110], [110], 2, keyHeads, 8)
        {
            Slopes = [0.25f, 0.0625f],
            Bias = Inputs.Normal(2 * 8, 5),
            BiasGradient = new float[2 * 8],
        };
        Plain().AssertMatchesReference(default(Causal), default(Alibi), "ALiBi");
        Plain().AssertMatchesReference(default(NoMask), default(Alibi), "symmetric ALiBi");
        Plain().AssertMatchesReference(default(Causal), new SoftCap(2), "soft cap");
        Case().AssertMatchesReference(default(NoMask), new RelativeBias(8, 20, true), "bidirectional bias");
        Case().AssertMatchesReference(default(Causal), new RelativeBias(8, 30, false), "causal bias");
        Case(1).AssertMatchesReference(default(NoMask), new RelativeBias(8, 20, true), "bias of heads that share keys");
        Plain().AssertMatchesReference(new Window(20, 0), new SoftCap(2), "window and soft cap");
        Case().AssertMatchesReference(default(Causal), new Then<SoftCap, RelativeBias>(new(2), new(8, 20, true)), "bias on capped scores");
        Case().AssertMatchesReference(default(Causal), new Then<RelativeBias, SoftCap>(new(8, 20, true), new(2)), "cap on biased scores");

        AttentionCase Plain() => new([110], [110], 2, 2, 8) { Slopes = [0.25f, 0.0625f] };
    }

    [Theory]
    [MemberData(nameof(PathData))]
    public void Segments_of_different_lengths_and_shared_heads_match_the_reference(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        new AttentionCase([3, 0, 70, 1, 12], [3, 0, 70, 1, 12], 6, 2, 8).AssertMatchesReference(default(Causal), default(NoChange), "segments");
        new AttentionCase([3, 5, 70, 1, 12], [30, 0, 7, 100, 12], 6, 2, 8).AssertMatchesReference(default(NoMask), default(NoChange), "cross-attention");
        new AttentionCase([3, 5, 70, 1, 12], [30, 0, 7, 100, 12], 5, 1, 8).AssertMatchesReference(default(Causal), default(NoChange), "one key head");
        new AttentionCase([], [], 2, 2, 8).AssertMatchesReference(default(Causal), default(NoChange), "no segments");

        int[] queries = [9, 0, 20], keys = [9, 3, 33];
        int pairs = (9 * 9) + (20 * 33);
        new AttentionCase(queries, keys, 2, 2, 8) { Visible = Coins(pairs, 0.5) }
            .AssertMatchesReference(default(ExplicitMask), default(NoChange), "a mask for every segment");
    }

    [Theory]
    [MemberData(nameof(PathData))]
    public void Dropout_matches_the_reference_and_drops_its_share(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        var dropout = new AttentionDropout(0.25f, new RandomKey(7, 3, 2), 40);
        new AttentionCase([30, 100], [40, 100], 4, 2, 8) { Dropout = dropout }.AssertMatchesReference(default(Causal), default(NoChange), "dropout");

        // All weights are 1/200 before dropout and all values 1: an output is the share that is kept over the rate at which it is.
        var ones = new AttentionCase([200], [200], 4, 4, 4) { Dropout = dropout };
        Array.Clear(ones.Query);
        Array.Fill(ones.Value, 1);
        ones.Forward(default(NoMask), default(NoChange));
        // 160,000 coins: the mean is within 0.0015 = 4 standard deviations, of sqrt(p / (1 - p) / 160000).
        Assert.InRange(ones.Output.Average(), 1 - 0.006, 1 + 0.006);
    }

    [Theory]
    [MemberData(nameof(PathData))]
    public void The_same_row_of_the_step_drops_the_same_in_any_batch(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        var key = new RandomKey(7, 3, 2);
        var all = new AttentionCase([90, 90], [90, 90], 2, 2, 8) { Dropout = new(0.5f, key, 0) };
        var second = new AttentionCase([90], [90], 2, 2, 8) { Dropout = new(0.5f, key, 90) };
        int half = second.Query.Length;
        all.Query.AsSpan(half).CopyTo(second.Query);
        all.Key.AsSpan(half).CopyTo(second.Key);
        all.Value.AsSpan(half).CopyTo(second.Value);
        all.Forward(default(Causal), default(NoChange));
        second.Forward(default(Causal), default(NoChange));
        Close.AssertSameBits(all.Output.AsSpan(half), second.Output, "second half of the step");
    }

    [Theory]
    [MemberData(nameof(PathData))]
    public void Weights_of_a_head_match_the_reference(KernelPath path)
    {
        using var scope = KernelPaths.Use(path);
        foreach (int dim in new[] { 6, 16 })
        {
            var one = new AttentionCase([20, 3, 70], [20, 9, 70], 4, 2, dim) { Slopes = [0.5f, 0.25f, 0.125f, 0.0625f] };
            one.Forward(default(Causal), default(Alibi));
            int pairs = (int)one.Shape.Pairs;
            var weights = new double[4 * pairs];
            AttentionReference.Forward(
                one.Shape, Inputs.Wide(one.Query), Inputs.Wide(one.Key), Inputs.Wide(one.Value), new double[one.Output.Length], default,
                default(Causal), default(Alibi), one.WideTables, weights);
            for (int head = 0; head < 4; head++)
                Close.AssertNmse(weights.AsSpan(head * pairs, pairs), one.Weights(head, default(Causal), default(Alibi)), $"weights of head {head}");
        }
    }

    [Fact]
    public void Buckets_of_relative_distances_are_those_of_the_T5_paper()
    {
        // 32 buckets, 128 positions: single distances up to 7 (bidirectional: 16 buckets a side), logarithmic up to 127, one beyond.
        IAttentionChange both = new RelativeBias(32, 128, true), past = new RelativeBias(32, 128, false);
        Assert.Equal([0, 1, 7, 8, 8, 9, 10, 12, 15, 15], new[] { 0, -1, -7, -8, -11, -12, -16, -32, -128, -9999 }.Select(both.Bucket));
        Assert.Equal([17, 23, 24, 26, 31, 31], new[] { 1, 7, 8, 16, 128, 9999 }.Select(both.Bucket));
        Assert.Equal([0, 0, 1, 15, 16, 21, 31], new[] { 5, 0, -1, -15, -16, -32, -128 }.Select(past.Bucket));
    }

    private static bool[] Coins(int count, double share)
    {
        var random = new Random(11);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() < share)];
    }
}
