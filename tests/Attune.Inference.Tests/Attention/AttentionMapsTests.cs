using Attune.Nn;
using Attune.Tensors;

namespace Attune.Inference.Tests;

public class AttentionMapsTests
{
    // Both sums are of floats or of their products, of which a row has some dozens: the shares differ by some units in the last place.
    private const double Tolerance = 1e-5;

    private static readonly int[] s_ids = [7, 250, 33, 33, 101, 2, 77];

    [Theory]
    [MemberData(nameof(Tiny.Names), MemberType = typeof(Tiny))]
    public void Maps_of_a_language_model_are_the_causal_softmax_of_its_queries_and_keys(string name)
    {
        var model = Tiny.Named(name).Model;
        var maps = AttentionMaps.Of(model, s_ids);
        var (layers, heads) = (model.Sizes.Layers, model.Sizes.Heads);
        Assert.Equal(
            Enumerable.Range(0, layers).SelectMany(layer => Enumerable.Range(0, heads).Select(head => (AttentionKind.Decoder, layer, head, s_ids.Length, s_ids.Length))),
            maps.Select(map => (map.Kind, map.Layer, map.Head, map.Rows, map.Columns)));

        using var step = Step.Begin();
        var seen = new Dictionary<string, Tensor>();
        model.Hidden(Tensor.I32(s_ids), new Pass(Segments.Of(s_ids.Length)) { Observer = seen.Add });
        foreach (var map in maps)
        {
            string path = name == "gpt2" ? $"transformer.h.{map.Layer}.attn" : $"model.layers.{map.Layer}.self_attn";
            CheckWeights(map, seen[path + ".query"], seen[path + ".key"]);
        }
    }

    [Fact]
    public void Every_row_sums_to_one_and_the_future_weighs_nothing()
    {
        foreach (var map in AttentionMaps.Of(Tiny.Gpt2.Model, s_ids))
        {
            for (int row = 0; row < map.Rows; row++)
            {
                Assert.Equal(1, map.Row(row).ToArray().Sum(weight => (double)weight), Tolerance);
                Assert.All(map.Row(row)[(row + 1)..].ToArray(), weight => Assert.Equal(0, weight));
                Assert.Equal(row + 1, map.Visible(row));
            }
        }
    }

    [Fact]
    public void The_paths_of_an_encoder_decoder_say_who_sees_whom()
    {
        const int Source = 5, Target = 3, Heads = 2, Size = 4;
        using var step = Step.Begin();
        var maps = new AttentionMaps();
        var values = new Dictionary<string, Tensor>();
        ulong seed = 1;
        // Keys of the source come before any query that looks at them; the layers of the decoder in any order.
        See("model.encoder.layers.0.self_attn.query", Source);
        See("model.encoder.layers.0.self_attn.key", Source);
        See("model.encoder.layers.0.output", Source);
        See("model.decoder.layers.1.encoder_attn.key", Source);
        See("model.decoder.layers.0.encoder_attn.key", Source);
        See("model.decoder.layers.1.encoder_attn.query", Target);
        See("model.decoder.layers.0.encoder_attn.query", Target);
        See("model.decoder.layers.0.self_attn.query", Target);
        See("model.decoder.layers.0.self_attn.key", Target);

        Assert.Equal(
            [
                (AttentionKind.Encoder, 0, 0, Source, Source), (AttentionKind.Encoder, 0, 1, Source, Source),
                (AttentionKind.Decoder, 0, 0, Target, Target), (AttentionKind.Decoder, 0, 1, Target, Target),
                (AttentionKind.Cross, 0, 0, Target, Source), (AttentionKind.Cross, 0, 1, Target, Source),
                (AttentionKind.Cross, 1, 0, Target, Source), (AttentionKind.Cross, 1, 1, Target, Source),
            ],
            maps.Maps.Select(map => (map.Kind, map.Layer, map.Head, map.Rows, map.Columns)));
        foreach (var map in maps.Maps)
        {
            string path = map.Kind switch
            {
                AttentionKind.Encoder => $"model.encoder.layers.{map.Layer}.self_attn",
                AttentionKind.Decoder => $"model.decoder.layers.{map.Layer}.self_attn",
                _ => $"model.decoder.layers.{map.Layer}.encoder_attn",
            };
            CheckWeights(map, values[path + ".query"], values[path + ".key"]);
        }

        void See(string name, int rows)
        {
            values[name] = Tensor.Normal([rows, Heads, Size], new(seed++, 0, 0));
            maps.See(name, values[name]);
        }
    }

    [Fact]
    public void Maps_outlast_the_step_they_were_seen_in()
    {
        var maps = new AttentionMaps();
        using (Step.Begin())
        {
            maps.See("encoder.layers.0.self_attn.query", Tensor.Zeros([2, 1, 4]));
            maps.See("encoder.layers.0.self_attn.key", Tensor.Zeros([2, 1, 4]));
        }

        Assert.Equal([0.5f, 0.5f, 0.5f, 0.5f], maps.Maps.Single().Weights.ToArray());
    }

    [Fact]
    public void Wrong_uses_are_named()
    {
        Assert.Equal("attention maps: expected at least one token, got none", Message(() => AttentionMaps.Of(Tiny.Gpt2.Model, [])));
        Assert.Equal("expected sequences of at most 64 tokens (the model's context), got 65", Message(() => AttentionMaps.Of(Tiny.Gpt2.Model, new int[65])));
        Assert.Equal(
            "attention maps: expected every attention once, in one pass without caches, got layers.0.attn.query again",
            Message(() => See(("layers.0.attn.query", 2), ("layers.0.attn.query", 2))));
        Assert.Equal("attention maps: expected a path with the number of a layer, got attn", Message(() => See(("attn.query", 2), ("attn.key", 2))));
        Assert.Equal(
            "attention maps: expected as many keys as queries in layers.0.attn, got 3 and 2", Message(() => See(("layers.0.attn.query", 2), ("layers.0.attn.key", 3))));

        static string Message(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;

        static void See(params (string Name, int Rows)[] values)
        {
            var maps = new AttentionMaps();
            foreach (var (name, rows) in values)
                maps.See(name, Tensor.Zeros([rows, 1, 4]));
        }
    }

    /// <summary>Compares with the softmax of the definition, in doubles.</summary>
    private static void CheckWeights(AttentionMap map, Tensor query, Tensor key)
    {
        var (_, heads, size) = query.Dims3();
        var (_, keyHeads, _) = key.Dims3();
        float[] queries = query.ToArray<float>(), keys = key.ToArray<float>();
        for (int row = 0; row < map.Rows; row++)
        {
            var weights = new double[map.Columns];
            for (int column = 0; column < (map.Kind is AttentionKind.Decoder ? row + 1 : map.Columns); column++)
            {
                double score = 0;
                for (int i = 0; i < size; i++)
                    score += (double)queries[(((row * heads) + map.Head) * size) + i] * keys[(((column * keyHeads) + (map.Head * keyHeads / heads)) * size) + i];
                weights[column] = Math.Exp(score / Math.Sqrt(size));
            }

            double sum = weights.Sum();
            for (int column = 0; column < map.Columns; column++)
                Assert.Equal(weights[column] / sum, map.Row(row)[column], Tolerance);
        }
    }
}
