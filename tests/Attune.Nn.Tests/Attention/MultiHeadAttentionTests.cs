using Attune.Kernels;
using Attune.Tensors;

namespace Attune.Nn.Tests;

public class MultiHeadAttentionTests
{
    private const int Channels = 12, Rows = 7;

    private static readonly MultiHeadAttentionConfig s_plain = new() { Channels = Channels, Heads = 4, HasBias = true };

    public static TheoryData<string> Kinds => ["multi-head", "multi-query", "grouped, rotary", "ALiBi", "T5"];

    [Fact]
    public void Projections_are_parameters_under_the_given_names()
    {
        var attention = new MultiHeadAttention(
            Weights.Fresh(1) / "a", s_plain with { KeyHeads = 2, HasBias = false, KeyChannels = 5, Names = ("q", "k", "v", "o") });

        Assert.Equal(["a.q.weight [12, 12]", "a.k.weight [6, 5]", "a.v.weight [6, 5]", "a.o.weight [12, 12]"], attention.Parameters.Select(p => p.ToString()));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void With_a_cache_it_equals_the_full_forward_pass_bitwise(string kind)
    {
        var attention = Make(kind, isCausal: true);
        var x = Input(Rows);
        float[] whole = attention.Forward(x, new Pass(Segments.Of(Rows))).ToArray<float>();
        var cache = PoolOf(kind).NewCache(Rows);

        var steps = new List<float>();
        foreach (var (first, rows) in new[] { (0, 3), (3, 1), (4, 3) })
        {
            steps.AddRange(attention.Forward(x.Slice(0, first, rows), new Pass(Segments.Continue([rows], [first])) { Caches = [cache] }).ToArray<float>());
            cache.Advance(rows);
        }

        Assert.Equal(whole, steps);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Forks_that_share_a_pool_equal_whole_sequences_bitwise(string kind)
    {
        var attention = Make(kind, isCausal: true);
        Tensor past = Input(4), rows = Input(5);
        using var pause = Tape.NoGradient();
        var pool = PoolOf(kind);
        KeyValueCache parent = pool.NewCache(9), other = pool.NewCache(9);
        var first = attention.Forward(past, new Pass(Segments.Of(3, 1)) { Caches = [parent, other] });
        parent.Advance(3);
        other.Advance(1);
        Assert.Equal(attention.Forward(past, new Pass(Segments.Of(3, 1))).ToArray<float>(), first.ToArray<float>());

        KeyValueCache[] caches = [parent, parent.Fork(), other, parent.Fork()];
        int[] lengths = [1, 2, 1, 1], pasts = [3, 3, 1, 3];
        float[] together = attention.Forward(rows, new Pass(Segments.Continue(lengths, pasts)) { Caches = caches }).ToArray<float>();

        Assert.Equal(9, pool.Rows);
        int row = 0;
        for (int s = 0; s < caches.Length; s++)
        {
            var whole = Operations.Concat([past.Slice(0, s == 2 ? 3 : 0, pasts[s]), rows.Slice(0, row, lengths[s])], 0);
            float[] expected = attention.Forward(whole, new Pass(Segments.Of(pasts[s] + lengths[s]))).ToArray<float>()[(pasts[s] * Channels)..];
            Assert.Equal(expected, together[(row * Channels)..((row + lengths[s]) * Channels)]);
            row += lengths[s];
        }
    }

    [Fact]
    public void Without_positions_and_mask_a_permutation_of_rows_permutes_what_comes_out()
    {
        var attention = Make("multi-head", isCausal: false);
        float[] x = Input(Rows).ToArray<float>();
        int[] order = [4, 0, 6, 2, 1, 5, 3];
        float[] y = attention.Forward(Tensor.F32(x, [Rows, Channels]), new Pass(Segments.Of(Rows))).ToArray<float>();

        float[] permuted = attention.Forward(Tensor.F32(Permuted(x, order), [Rows, Channels]), new Pass(Segments.Of(Rows))).ToArray<float>();

        // Sums over keys in another order: a few units of the last place.
        Assert.Equal(Permuted(y, order), permuted, (a, b) => MathF.Abs(a - b) < 1e-5f);
    }

    [Fact]
    public void Cross_attention_to_the_rows_themselves_is_attention_without_a_mask()
    {
        var attention = Make("multi-head", isCausal: false);
        var x = Input(Rows);
        var segments = Segments.Of(3, 4);

        Assert.Equal(attention.Forward(x, new Pass(segments)).ToArray<float>(), attention.Forward(x, new Pass(segments), new EncoderMemory(x, segments)).ToArray<float>());
    }

    [Fact]
    public void Cross_attention_sees_all_rows_of_its_own_memory_and_none_of_another()
    {
        var attention = Make("multi-head", isCausal: true);
        Tensor x = Input(2), memory = Input(5);
        float[] before = attention.Forward(x, new Pass(Segments.Of(1, 1)), new EncoderMemory(memory, Segments.Of(2, 3))).ToArray<float>();
        float[] changed = memory.ToArray<float>();
        changed[1 * Channels] += 1;
        float[] after = attention.Forward(x, new Pass(Segments.Of(1, 1)), new EncoderMemory(Tensor.F32(changed, [5, Channels]), Segments.Of(2, 3))).ToArray<float>();

        Assert.NotEqual(before[..Channels], after[..Channels]);
        Assert.Equal(before[Channels..], after[Channels..]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Gradients_are_those_of_central_differences(string kind)
    {
        // Parameters are f32: with steps of 1/64, rounding and the third derivative both stay below a thousandth.
        const double Step = 1.0 / 64, Tolerance = 3e-3;
        var attention = Make(kind, isCausal: true);
        var x = Input(Rows);
        var weights = Tensor.Normal([Rows, Channels], new RandomKey(8, 0, 0));
        (attention.Forward(x, new Pass(Segments.Of(3, 4))) * weights).Sum().Backward();
        foreach (var parameter in attention.Parameters)
        {
            float[] gradient = parameter.Value.Gradient.ToArray<float>(), values = parameter.Value.ToArray<float>();
            for (int i = 0; i < values.Length; i += 17)
            {
                double difference = (Moved(i, Step) - Moved(i, -Step)) / (2 * Step);
                Assert.True(Math.Abs(difference - gradient[i]) <= Tolerance * (1 + Math.Abs(difference)), $"{kind}: {parameter.Name}[{i}]: expected {difference}, found {gradient[i]}");
            }

            double Moved(int i, double by)
            {
                using var pause = Tape.NoGradient();
                float[] moved = [.. values];
                moved[i] += (float)by;
                parameter.Value.CopyFrom<float>(moved);
                double y = (attention.Forward(x, new Pass(Segments.Of(3, 4))) * weights).ToArray<float>().Sum(v => (double)v);
                parameter.Value.CopyFrom<float>(values);
                return y;
            }
        }
    }

    [Fact]
    public void Blocks_of_both_kinds_put_their_norms_where_they_belong()
    {
        var x = Input(Rows);
        var pass = new Pass(Segments.Of(Rows));
        float[] before = new PreNormBlock(Weights.Fresh(2), s_plain, 20).Forward(x, pass).ToArray<float>();
        float[] after = new PostNormBlock(Weights.Fresh(2), s_plain, 20).Forward(x, pass).ToArray<float>();

        // What comes out of a norm with gain 1 has mean 0 and variance 1.
        Assert.NotEqual(0, before[..Channels].Average(), 1e-4);
        Assert.Equal(0, after[..Channels].Average(), 1e-5);
        Assert.Equal(1, after[..Channels].Average(v => v * v), 1e-3);
    }

    [Fact]
    public void Heads_that_do_not_divide_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new MultiHeadAttention(Weights.Fresh(1), s_plain with { Heads = 5 }));
        Assert.Throws<ArgumentException>(() => new MultiHeadAttention(Weights.Fresh(1), s_plain with { KeyHeads = 3 }));
        Assert.Throws<ArgumentException>(() => new MultiHeadAttention(
            Weights.Fresh(1), s_plain with { HasAlibi = true, Relative = new RelativePositions(Weights.Fresh(1), 4, isBidirectional: false) }));
    }

    private static MultiHeadAttention Make(string kind, bool isCausal)
    {
        var w = Weights.Fresh(4);
        var config = s_plain with { IsCausal = isCausal };
        return new MultiHeadAttention(w / "attn", kind switch
        {
            "multi-head" => config,
            "multi-query" => config with { KeyHeads = 1 },
            "grouped, rotary" => config with { KeyHeads = 2, HeadDim = 4, Rotary = new RotaryPositions(4, 16) },
            "ALiBi" => config with { HasAlibi = true },
            _ => config with { Relative = new RelativePositions(w / "attn" / "bias", 4, isBidirectional: false, buckets: 4, maxDistance: 5, Initializer.Normal(1)) },
        });
    }

    private static KeyValuePool PoolOf(string kind) =>
        new(1, kind is "multi-query" ? 1 : kind is "grouped, rotary" ? 2 : 4, kind is "grouped, rotary" ? 4 : 3);

    private static Tensor Input(int rows) => Tensor.Normal([rows, Channels], new RandomKey(6, 0, rows));

    private static float[] Permuted(float[] rows, int[] order) => [.. order.SelectMany(row => rows.AsSpan(row * Channels, Channels).ToArray())];
}
