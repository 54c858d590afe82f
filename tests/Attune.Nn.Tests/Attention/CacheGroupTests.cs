using Attune.Kernels;
using Attune.Tensors;

namespace Attune.Nn.Tests;

public class CacheGroupTests
{
    private static readonly KeyValuePool s_pool = new(2, 1, 4);

    [Fact]
    public void Caches_of_several_pools_may_go_through_one_pass()
    {
        using var _ = Step.Begin();
        KeyValuePool one = new(1, 1, 4), two = new(1, 1, 4);
        KeyValueCache[] caches = [one.NewCache(9), one.NewCache(9), two.NewCache(9), one.NewCache(9)];
        int[] lengths = [2, 1, 3, 1], past = [0, 0, 0, 0];
        for (int i = 0; i < 3; i++)
        {
            var (x, segments) = (Tensor.Normal([7, 1, 4], new(1, i, 0)), Segments.Continue(lengths, past));
            var mixed = new Pass(segments) { Caches = caches }.Attend(0, x, x, x, default(Causal), default(NoChange));
            if (i == 0)
                Assert.Equal(new Pass(segments).Attend(0, x, x, x, default(Causal), default(NoChange)).ToArray<float>(), mixed.ToArray<float>());
            for (int s = 0; s < caches.Length; s++)
                caches[s].Advance(lengths[s]);
            past = [.. past.Zip(lengths, (a, b) => a + b)];
        }

        Assert.Equal((12, 9), (one.Rows, two.Rows));
    }

    [Fact]
    public void A_pass_that_fails_leaves_no_rows_behind()
    {
        var pool = new KeyValuePool(1, 1, 4);
        var cache = pool.NewCache(9);
        for (int i = 0; i < 5; i++)
            Attend(Over([cache], [3], [0]));

        Assert.Equal((3, 0), (pool.Rows, cache.Length));
    }

    [Fact]
    public void A_pass_with_caches_serves_once()
    {
        var cache = s_pool.NewCache(9);
        var pass = Over([cache], [2], [0]);
        Attend(pass);
        Attend(pass, layer: 1);
        cache.Advance(2);

        Assert.StartsWith("attention: expected a cache that waits for 2 positions of this pass", Assert.Throws<InvalidOperationException>(() => Attend(pass)).Message, StringComparison.Ordinal);
        cache.Truncate(0);
        Assert.Throws<InvalidOperationException>(() => Attend(pass));
    }

    [Fact]
    public void Caches_that_do_not_fit_are_refused()
    {
        var cache = s_pool.NewCache(3);

        Assert.Equal("attention: expected one cache for each of 2 sequences, got 1", Assert.Throws<ArgumentException>(() => Attend(Over([cache], [1, 1], [0, 0]))).Message);
        Assert.Equal(
            "attention: expected a cache of 2 positions for sequence 0, got 0", Assert.Throws<ArgumentException>(() => Attend(Over([cache], [1], [2]))).Message);
        Assert.Equal(
            "attention: expected a cache of its own for each sequence, got that of sequence 1 twice",
            Assert.Throws<ArgumentException>(() => Attend(Over([cache, cache], [1, 1], [0, 0]))).Message);
        Assert.Equal(
            "cache: expected at most 3 more positions of 3, got 4", Assert.Throws<InvalidOperationException>(() => Attend(Over([cache], [4], [0]))).Message);
    }

    private static Pass Over(KeyValueCache[] caches, int[] lengths, int[] past) => new(Segments.Continue(lengths, past)) { Caches = caches };

    private static Tensor Attend(Pass pass, int layer = 0)
    {
        var x = Tensor.Ones([pass.Segments.Rows, 1, 4]);
        return pass.Attend(layer, x, x, x, default(Causal), default(NoChange));
    }
}
