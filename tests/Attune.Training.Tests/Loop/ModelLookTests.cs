using Attune.Formats.Tests;
using Attune.Models;
using Attune.Nn;
using Attune.Tensors;

namespace Attune.Training.Tests;

public sealed class ModelLookTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("relu")]
    [InlineData("gelu_new")]
    [InlineData("gelu")]
    public void Dead_units_are_counted_and_diagnosed(string activation)
    {
        var model = new Gpt2Config { VocabularySize = 11, Positions = 16, Channels = 16, Layers = 2, Heads = 2, ActivationFunction = activation }.Create(Weights.Fresh(1));
        // 48 of the 64 units of the second layer see -9 at every token, whatever the text.
        var bias = model.Parameters.Single(parameter => parameter.Name == "transformer.h.1.mlp.c_fc.bias").Value;
        bias.CopyFrom<float>([.. Enumerable.Range(0, 64).Select(i => i < 48 ? -9f : 0f)]);

        var statistics = Look(model);

        Assert.Equal([0, 0.75], statistics.DeadUnitShare);
        var finding = Assert.Single(TrainingDiagnosis.Diagnose([], 11, statistics));
        Assert.StartsWith("Feed-forward units are dead. Never active over a whole batch: 75 % of layer 1. Try: ", finding.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-9)]
    [InlineData(-30)]
    public void A_layer_all_of_whose_units_are_dead_is_wholly_dead(float value)
    {
        var model = new Gpt2Config { VocabularySize = 11, Positions = 16, Channels = 16, Layers = 1, Heads = 2 }.Create(Weights.Fresh(1));
        model.Parameters.Single(parameter => parameter.Name.EndsWith("c_fc.bias", StringComparison.Ordinal)).Value.Fill(value);

        Assert.Equal([1], Look(model).DeadUnitShare);
    }

    /// <summary>Queries of zero weigh all keys alike; grouped heads share theirs.</summary>
    [Fact]
    public void Uniform_attention_is_measured_by_head()
    {
        var model = new LlamaConfig { VocabularySize = 11, Positions = 16, Channels = 16, Inner = 32, Layers = 2, Heads = 4, KeyHeads = 2, InitializerRange = 0.5 }.Create(Weights.Fresh(1));
        // Head 3 of layer 0, and all of layer 1.
        var first = Query(model, 0);
        float[] values = first.ToArray<float>();
        values.AsSpan(12 * 16).Clear();
        first.CopyFrom<float>(values);
        Query(model, 1).Fill(0);

        var shares = Look(model).AttentionEntropyShare;

        Assert.Equal([4, 4], shares.Select(layer => layer.Count));
        Assert.All(shares[0].Take(3), share => Assert.InRange(share, 0.1, 0.95));
        Assert.All([shares[0][3], .. shares[1]], share => Assert.Equal(1, share, 6));
    }

    /// <summary>Against the definition, over all queries that see several keys: 64 draws of 6 places meet each of them.</summary>
    [Fact]
    public void The_entropy_is_that_of_the_softmax()
    {
        float[] queries = [1, 0.5f, -1, 2, 0, 1], keys = [0.3f, -0.2f, 1, 0.5f, -2, 0.1f];
        using var _ = Tensors.Step.Begin();
        var segments = Segments.Of(2, 4);
        var look = new ModelLook();
        look.See(segments, "a.query", Tensor.F32(queries, [6, 1, 1]));
        look.See(segments, "a.key", Tensor.F32(keys, [6, 1, 1]));

        double share = Assert.Single(Assert.Single(look.Statistics.AttentionEntropyShare));

        double[] each = [Share(1, 0), Share(3, 2), Share(4, 2), Share(5, 2)];
        int[] rows = [.. Enumerable.Range(0, 64).Select(i => (int)(6 * (i * 0.6180339887498949 % 1)))];
        double expected = rows.Where(row => row is not (0 or 2)).Average(row => each[row == 1 ? 0 : row - 2]);
        Assert.Equal(expected, share, 1e-6);

        double Share(int row, int first)
        {
            double[] scores = [.. keys[first..(row + 1)].Select(key => Math.Exp(queries[row] * key))];
            return -scores.Sum(score => score / scores.Sum() * Math.Log(score / scores.Sum())) / Math.Log(scores.Length);
        }
    }

    [Fact]
    public void A_run_whose_attention_stays_uniform_is_told()
    {
        var listener = new Tiny.Listener();
        var recipe = Tiny.Recipe with { Steps = 260, EvaluateEvery = 130, SampleEvery = 0, SaveEvery = 0, LearningRate = 1e-7, FinalLearningRate = 1e-7 };

        var run = TrainingRun.Create(recipe, [Tiny.Text(_folder)], _folder.File("run"));
        Assert.Null(run.Statistics);
        run.Train(listener);

        Assert.Contains(listener.Findings, finding => finding is { Kind: FindingKind.UniformAttention, IsWarning: true });
        Assert.Contains("Attention is uniform", File.ReadAllText(run.Folder.Report), StringComparison.Ordinal);
        Assert.Equal(2, Assert.Single(run.Statistics!.AttentionEntropyShare).Count);
    }

    private static ModelStatistics Look(LanguageModel model)
    {
        var batch = new TokenBatch();
        batch.Resize(4, 12);
        for (int i = 0; i < batch.Rows; i++)
            (batch.Tokens[i], batch.Labels[i]) = (i * 7 % 11, (i + 1) * 7 % 11);
        var look = new ModelLook();
        Evaluation.Run(model, [batch, batch], DType.F32, null, accuracy: false, look, default);
        return look.Statistics;
    }

    private static Tensor Query(LanguageModel model, int layer) =>
        model.Parameters.Single(parameter => parameter.Name == $"model.layers.{layer}.self_attn.q_proj.weight").Value;
}
