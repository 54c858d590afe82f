using Attune.Kernels;
using Attune.Nn;
using Attune.Tensors;

namespace Attune.Models.Tests;

/// <summary>What must hold bit by bit, for both models.</summary>
public class LawTests
{
    private static readonly int[] s_ids = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5];

    public static TheoryData<string> Models => ["gpt2", "llama", "llama with neighbours, linear scaling"];

    [Theory]
    [MemberData(nameof(Models))]
    public void Decoding_with_a_cache_equals_the_full_forward_pass(string name)
    {
        var model = Make(name);
        using var _ = Step.Begin();
        using var pause = Tape.NoGradient();
        var cache = model.NewCache();
        var steps = new List<float>();
        foreach (var (first, rows) in new[] { (0, 4), (4, 1), (5, 1), (6, 3), (9, 2) })
        {
            var pass = new Pass(Segments.Continue([rows], [first])) { Caches = [cache] };
            steps.AddRange(model.Logits(model.Hidden(Tensor.I32(s_ids.AsSpan(first, rows)), pass)).ToArray<float>());
        }

        Assert.Equal(Logits(model, s_ids), steps);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_prompt_alone_equals_the_prompt_in_a_ragged_batch(string name)
    {
        var model = Make(name);
        using var _ = Step.Begin();
        using var pause = Tape.NoGradient();
        int[][] prompts = [[1, 2], s_ids, [7], [8, 8, 8, 8]];
        int[] lengths = [.. prompts.Select(prompt => prompt.Length)];
        float[] alone = [.. prompts.SelectMany(prompt => Logits(model, prompt))];
        var ids = Tensor.I32([.. prompts.SelectMany(prompt => prompt)]);
        var caches = prompts.Select(_ => model.NewCache()).ToArray();

        float[] together = model.Logits(model.Hidden(ids, new Pass(Segments.Of(lengths)))).ToArray<float>();
        float[] cached = model.Logits(model.Hidden(ids, new Pass(Segments.Of(lengths)) { Caches = caches })).ToArray<float>();
        float[] next = model.Logits(model.Hidden(Tensor.I32([1, 2, 3, 4]), new Pass(Segments.Continue([1, 1, 1, 1], lengths)) { Caches = caches })).ToArray<float>();

        Assert.Equal(alone, together);
        Assert.Equal(alone, cached);
        Assert.Equal(prompts.SelectMany((prompt, i) => Logits(model, [.. prompt, i + 1])[^model.VocabularySize..]), next);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Sequences_that_fork_in_one_pool_equal_full_forward_passes(string name)
    {
        var model = Make(name);
        using var _ = Step.Begin();
        using var pause = Tape.NoGradient();
        var random = new Random(5);
        var pool = model.NewPool();
        List<(List<int> Ids, KeyValueCache Cache)> running = [([3, 1, 4], pool.NewCache(16)), ([1], pool.NewCache(16))];
        for (int step = 0; step < 8; step++)
        {
            int[] past = [.. running.Select(one => one.Cache.Length)], lengths = [.. running.Select((one, s) => one.Ids.Count - past[s])];
            var ids = Tensor.I32([.. running.SelectMany((one, s) => one.Ids.Skip(past[s]))]);
            var pass = new Pass(Segments.Continue(lengths, past)) { Caches = [.. running.Select(one => one.Cache)] };
            float[] found = model.Logits(model.Hidden(ids, pass)).ToArray<float>();
            Assert.Equal(running.SelectMany((one, s) => Logits(model, [.. one.Ids])[(past[s] * model.VocabularySize)..]), found);

            // Some go on, some fork, some end.
            var parents = running.Where((_, s) => s == 0 || random.Next(3) > 0).SelectMany(one => Enumerable.Repeat(one, random.Next(1, 4))).Take(5).ToList();
            running = [.. parents.Select((one, s) =>
                ((List<int>)[.. one.Ids, random.Next(11)], s > 0 && parents[s - 1].Cache == one.Cache ? one.Cache.Fork() : one.Cache))];
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void One_thread_computes_what_two_compute(string name)
    {
        var (oneLoss, one) = Gradients(name, 1, recomputes: false);
        var (twoLoss, two) = Gradients(name, 2, recomputes: false);

        Assert.Equal(oneLoss, twoLoss);
        Assert.Equal(one, two);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Activations_computed_again_give_the_same_gradients(string name)
    {
        var (keptLoss, kept) = Gradients(name, 2, recomputes: false);
        var (againLoss, again) = Gradients(name, 2, recomputes: true);

        Assert.Equal(keptLoss, againLoss);
        Assert.Equal(kept, again);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_later_token_never_changes_an_earlier_logit(string name)
    {
        var model = Make(name);
        using var _ = Step.Begin();
        using var pause = Tape.NoGradient();
        float[] before = Logits(model, s_ids);
        for (int i = 1; i < s_ids.Length; i++)
        {
            int[] changed = [.. s_ids];
            changed[i] = 10;
            int earlier = i * model.VocabularySize;
            float[] after = Logits(model, changed);
            Assert.Equal(before[..earlier], after[..earlier]);
            Assert.NotEqual(before[earlier..], after[earlier..]);
        }
    }

    [Fact]
    public void An_observer_hears_every_value_by_its_place()
    {
        using var _ = Step.Begin();
        foreach (var (name, expected) in new[]
        {
            ("gpt2", "transformer.drop transformer.h.0.ln_1 transformer.h.0.attn.c_attn transformer.h.0.attn.query transformer.h.0.attn.key transformer.h.0.attn.mixed transformer.h.0.residual transformer.h.0.ln_2 transformer.h.0.mlp.act transformer.h.0.output"),
            ("llama", "model.embed_tokens model.layers.0.input_layernorm model.layers.0.self_attn.query model.layers.0.self_attn.key model.layers.0.self_attn.mixed model.layers.0.residual model.layers.0.post_attention_layernorm model.layers.0.mlp.act model.layers.0.output"),
        })
        {
            var heard = new List<string>();
            Make(name).Hidden(Tensor.I32(s_ids), new Pass(Segments.Of(s_ids.Length)) { Observer = (path, _) => heard.Add(path) });
            Assert.Equal(expected.Split(' '), heard.Take(expected.Split(' ').Length));
        }
    }

    private static SequenceModel Make(string name)
    {
        var llama = new LlamaConfig { VocabularySize = 11, Channels = 24, Inner = 40, Layers = 2, Heads = 4, KeyHeads = 2, Positions = 16, InitializerRange = 0.3 };
        ModelConfig config = name switch
        {
            "gpt2" => new Gpt2Config { VocabularySize = 11, Positions = 16, Channels = 24, Layers = 2, Heads = 3, InitializerRange = 0.3 },
            "llama" => llama,
            _ => llama with { HasRotaryNeighbours = true, RopeScaling = new RopeScaling { Type = "linear", Factor = 2 } },
        };
        return config.Create(Weights.Fresh(3));
    }

    private static float[] Logits(SequenceModel model, int[] ids) =>
        model.Logits(model.Hidden(Tensor.I32(ids), new Pass(Segments.Of(ids.Length)))).ToArray<float>();

    private static (double Loss, float[] Gradients) Gradients(string name, int threads, bool recomputes)
    {
        using var workers = Workers.Use(threads);
        var model = Make(name);
        using var _ = Step.Begin();
        var pass = new Pass(Segments.Of(4, 7)) { Dropout = new DropoutDraws(5, 2), RecomputesActivations = recomputes };
        var labels = Tensor.I32([1, 4, 1, -100, 9, 2, 6, 5, 3, 5, 8]);
        var loss = TokenLoss.Mean(model.Loss(Tensor.I32(s_ids), labels, pass), labels);
        loss.Backward();
        return (loss.Item(), [.. model.Parameters.SelectMany(parameter => parameter.Value.Gradient.ToArray<float>())]);
    }
}
