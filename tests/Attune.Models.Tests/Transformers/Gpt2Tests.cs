using Attune.Nn;
using Attune.Tensors;

namespace Attune.Models.Tests;

public class Gpt2Tests
{
    private static readonly Gpt2Config s_tiny = new() { VocabularySize = 11, Positions = 16, Channels = 24, Layers = 2, Heads = 3 };

    /// <summary>12 n d^2 and a little: 124,439,808 parameters, as published.</summary>
    [Fact]
    public void The_default_is_the_model_of_124_million_parameters()
    {
        var model = new Gpt2(new Gpt2Config { Layers = 1 }, Weights.Fresh(1));
        long embeddings = (50_257 + 1024L) * 768, block = (12L * 768 * 768) + (13 * 768), lastNorm = 2 * 768;

        Assert.Equal(embeddings + block + lastNorm, model.ParameterCount);
        Assert.Equal(124_439_808, embeddings + (12 * block) + lastNorm);
    }

    [Fact]
    public void Decoding_with_a_cache_equals_the_full_forward_pass_bitwise()
    {
        var model = new Gpt2(s_tiny, Weights.Fresh(3));
        int[] ids = [3, 1, 4, 1, 5, 9, 2, 6];
        using var _ = Step.Begin();
        using var pause = Tape.NoGradient();
        float[] whole = model.Logits(model.Hidden(Tensor.I32(ids), new Pass(Segments.Of(ids.Length)))).ToArray<float>();

        var cache = model.NewCache();
        var steps = new List<float>();
        for (int i = 0; i < ids.Length; i += i == 0 ? 3 : 1)
        {
            int rows = i == 0 ? 3 : 1;
            var pass = new Pass(Segments.Continue([rows], [i])) { Caches = [cache] };
            steps.AddRange(model.Logits(model.Hidden(Tensor.I32(ids.AsSpan(i, rows)), pass)).ToArray<float>());
        }

        Assert.Equal(whole, steps);
    }

    [Fact]
    public void Sizes_that_contradict_each_other_are_listed()
    {
        var wrong = Assert.Throws<ArgumentException>(() => new Gpt2(s_tiny with { Heads = 5, Layers = 0 }, Weights.Fresh(1)));

        Assert.Equal("gpt2: n_layer: expected at least 1, found 0; n_head: expected a divisor of n_embd (24), found 5", wrong.Message);
    }
}
