using Attune.Nn;
using Attune.Tensors;

namespace Attune.Models.Tests;

/// <summary>The laws of the Transformer of 2017, and its size.</summary>
public class TransformerTests
{
    private static readonly int[][] s_sources = [[3, 1, 4, 0], [1, 5, 9, 2, 6, 5, 0], [0], [3, 5, 8, 9, 7, 9, 3, 2, 3, 0]];
    private static readonly int[][] s_targets = [[0, 2, 7], [0], [0, 1, 8, 2, 8], [0, 4, 5, 9, 0]];

    public static TheoryData<string> Kinds => ["post", "pre", "learned positions"];

    [Fact]
    public void The_base_model_has_63_1_million_parameters_and_the_big_one_214_2()
    {
        // What is counted of the base model is this sum, so that the big one needs no gigabyte.
        Assert.Equal(Count(TransformerConfig.Base), TransformerConfig.Base.Create(Weights.Fresh(1)).ParameterCount);
        Assert.Equal(63_082_496, Count(TransformerConfig.Base));
        Assert.Equal(214_245_376, Count(TransformerConfig.Big));
        Assert.Equal(Count(TransformerConfig.Tiny), TransformerConfig.Tiny.Create(Weights.Fresh(1)).ParameterCount);

        static long Count(TransformerConfig config)
        {
            long c = config.Channels, inner = config.EncoderInner, attention = (4 * c * c) + (4 * c), norm = 2 * c;
            long feedForward = (2 * c * inner) + inner + c;
            return (config.VocabularySize * c) + (config.EncoderLayers * (attention + feedForward + (2 * norm))) + (config.DecoderLayers * ((2 * attention) + feedForward + (3 * norm)));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_sentence_alone_equals_the_sentence_in_a_batch(string kind)
    {
        var model = Make(kind);
        using var _ = Step.Begin();
        using var pause = Tape.NoGradient();

        float[] alone = [.. s_sources.Zip(s_targets).SelectMany(pair => Logits(model, [pair.First], [pair.Second]))];

        Assert.Equal(alone, Logits(model, s_sources, s_targets));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_later_target_token_never_changes_an_earlier_logit(string kind)
    {
        var model = Make(kind);
        using var _ = Step.Begin();
        using var pause = Tape.NoGradient();
        int[] target = [0, 4, 5, 9, 1, 2];
        float[] before = Logits(model, [s_sources[1]], [target]);
        for (int i = 1; i < target.Length; i++)
        {
            int[] changed = [.. target];
            changed[i] = 8;
            int earlier = i * model.VocabularySize;
            float[] after = Logits(model, [s_sources[1]], [changed]);
            Assert.Equal(before[..earlier], after[..earlier]);
            Assert.NotEqual(before[earlier..], after[earlier..]);
        }
    }

    [Fact]
    public void The_order_of_a_source_matters_with_positions_and_is_invisible_without()
    {
        using var _ = Step.Begin();
        using var pause = Tape.NoGradient();
        int[] dogBitesMan = [3, 1, 4, 0], manBitesDog = [4, 1, 3, 0], target = [0, 2, 7];

        var with = Make("post");
        Assert.NotEqual(Logits(with, [dogBitesMan], [target]), Logits(with, [manBitesDog], [target]), Near);

        var without = Make("without positions");
        Assert.Equal(Logits(without, [dogBitesMan], [target]), Logits(without, [manBitesDog], [target]), Near);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Decoding_with_caches_equals_the_full_forward_pass(string kind)
    {
        var model = Make(kind);
        using var _ = Step.Begin();
        using var pause = Tape.NoGradient();
        int[] source = s_sources[1], target = [0, 4, 5, 9, 1, 2];
        var segments = Segments.Of(source.Length);
        var memory = EncoderMemory.ForDecoding(model.Encode(Tensor.I32(source), new Pass(segments)), segments, model.Sizes.Layers);
        var cache = model.NewCache();
        var steps = new List<float>();
        for (int i = 0; i < target.Length; i++)
        {
            using var step = Step.Begin();
            var pass = new Pass(Segments.Continue([1], [i])) { Caches = [cache], Memory = memory };
            steps.AddRange(model.Logits(model.Hidden(Tensor.I32([target[i]]), pass)).ToArray<float>());
        }

        Assert.Equal(Logits(model, [source], [target]), steps);
    }

    [Fact]
    public void Beams_of_a_source_share_it()
    {
        var model = Make("post");
        using var _ = Step.Begin();
        using var pause = Tape.NoGradient();
        int[] ids = [.. s_sources[0], .. s_sources[1]];
        var sources = Segments.Of(s_sources[0].Length, s_sources[1].Length);
        var memory = new EncoderMemory(model.Encode(Tensor.I32(ids), new Pass(sources)), sources);
        // Two beams of the first source, three of the second.
        var pass = new Pass(Segments.Of(1, 2, 1, 1, 1)) { Memory = memory, MemoryOffsets = Tensor.I32([0, 3, 6]) };

        float[] logits = model.Logits(model.Hidden(Tensor.I32([0, 0, 7, 0, 1, 2]), pass)).ToArray<float>();

        float[] alone = [.. new (int Source, int[] Target)[] { (0, [0]), (0, [0, 7]), (1, [0]), (1, [1]), (1, [2]) }.SelectMany(pair => Logits(model, [s_sources[pair.Source]], [pair.Target]))];
        Assert.Equal(alone, logits);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Activations_computed_again_give_the_same_gradients(string kind)
    {
        float[] kept = Gradients(kind, recomputes: false), again = Gradients(kind, recomputes: true);

        // The memory's gradients come together layer by layer instead of all keys' and values' one after the other: another order of the same sum.
        Assert.Equal(kept, again, (x, y) => MathF.Abs(x - y) < 1e-5f * MathF.Max(1, MathF.Abs(x)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_model_from_its_files_is_the_model_that_was_saved(string kind)
    {
        using var folder = new Formats.Tests.TemporaryFolder();
        var model = Make(kind);
        ModelFolder.Save(model, folder.Path);

        var again = ModelFolder.Load(folder.Path);

        Assert.Equal(model.Config, again.Config);
        Assert.Equal(Logits(model, s_sources, s_targets), Logits((EncoderDecoder)again, s_sources, s_targets));
    }

    [Fact]
    public void What_is_wrong_is_said()
    {
        var model = Make("post");
        using var _ = Step.Begin();
        var ids = Tensor.I32([1, 2]);

        Assert.Equal(
            "expected a pass with sources to encode, or with what was encoded before, got none",
            Assert.Throws<ArgumentException>(() => model.Hidden(ids, new Pass(Segments.Of(2)))).Message);
        Assert.Equal(
            "expected a source for each of 1 sequences, got 2",
            Assert.Throws<ArgumentException>(() => model.Hidden(ids, new Pass(Segments.Of(2)) { Source = new(ids, Segments.Of(1, 1)) })).Message);
        Assert.Equal(
            "expected sequences of at most 16 tokens (the model's context), got 17",
            Assert.Throws<ArgumentException>(() => model.Hidden(ids, new Pass(Segments.Of(2)) { Source = new(Tensor.I32(new int[17]), Segments.Of(17)) })).Message);
        Assert.Equal(
            "transformer: encoder_attention_heads: expected a divisor of d_model (512), found 7; position_embedding_type: expected one of sinusoidal, learned, none, found 'rotary'",
            Assert.Throws<ArgumentException>(() => (TransformerConfig.Base with { EncoderHeads = 7, PositionKind = "rotary" }).Validate()).Message);
    }

    private static EncoderDecoder Make(string kind) => new TransformerConfig
    {
        VocabularySize = 10,
        Channels = 24,
        EncoderLayers = 2,
        DecoderLayers = 3,
        EncoderHeads = 3,
        DecoderHeads = 2,
        EncoderInner = 40,
        DecoderInner = 32,
        Positions = 16,
        NormalizesBefore = kind == "pre",
        PositionKind = kind switch
        {
            "learned positions" => "learned",
            "without positions" => "none",
            _ => "sinusoidal",
        },
    }.Create(Weights.Fresh(3));

    private static float[] Logits(EncoderDecoder model, int[][] sources, int[][] targets) =>
        model.Logits(model.Hidden(Rows(targets), PassOf(sources, targets))).ToArray<float>();

    private static Pass PassOf(int[][] sources, int[][] targets) => new(Lengths(targets)) { Source = new(Rows(sources), Lengths(sources)) };

    private static Tensor Rows(int[][] sequences) => Tensor.I32([.. sequences.SelectMany(ids => ids)]);

    private static Segments Lengths(int[][] sequences) => Segments.Of([.. sequences.Select(ids => ids.Length)]);

    private static float[] Gradients(string kind, bool recomputes)
    {
        var model = Make(kind);
        using var _ = Step.Begin();
        var pass = PassOf(s_sources, s_targets) with { RecomputesActivations = recomputes, Dropout = new DropoutDraws(1, 1) };
        int[] labels = [.. s_targets.SelectMany(target => (int[])[.. target[1..], 0])];
        model.Loss(Rows(s_targets), Tensor.I32(labels), pass, 0.1).Sum().Backward();
        return [.. model.Parameters.SelectMany(parameter => parameter.Value.Gradient.ToArray<float>())];
    }

    private static bool Near(float x, float y) => MathF.Abs(x - y) < 1e-4f;
}
