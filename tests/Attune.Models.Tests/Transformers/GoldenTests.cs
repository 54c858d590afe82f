using System.Text.Json;
using Attune.Nn;
using Attune.Tensors;

namespace Attune.Models.Tests;

public class GoldenTests
{
    // Sums of some tens of products in f32, through two blocks: some units of 2^-24 = 6e-8 times numbers up to about ten.
    private const double Forward = 5e-6;

    // Backward passes add over rows and layers, and norms of rows with a small deviation enlarge what they get.
    private const double Backward = 2e-5;

    [Theory]
    [InlineData("gpt2.json")]
    [InlineData("llama.json")]
    public void Logits_losses_and_gradients_are_those_of_PyTorch(string file)
    {
        var golden = new GoldenModel(file);
        var model = golden.Make<LanguageModel>();
        using var _ = Step.Begin();
        foreach (var sequence in golden.Sequences)
        {
            using var pause = Tape.NoGradient();
            var alone = new GoldenBatch(sequence);
            var hidden = model.Hidden(alone.Ids("tokens"), new Pass(alone.Segments("tokens")));
            Close.AssertEqual("logits", alone.Numbers("logits"), model.Logits(hidden).ToArray<float>(), Forward);
        }

        var batch = new GoldenBatch(golden.Sequences);
        var labels = batch.Ids("labels");
        var losses = model.Loss(batch.Ids("tokens"), labels, new Pass(batch.Segments("tokens")));
        Close.AssertEqual("losses", batch.Numbers("losses"), losses.ToArray<float>(), Forward);
        var loss = TokenLoss.Mean(losses, labels);
        Assert.Equal(golden.Root.GetProperty("loss").GetDouble(), loss.Item(), Forward);

        loss.Backward();
        GoldenAssert.Gradients(golden, model, Backward);
    }

    [Theory]
    [InlineData("gpt2.json")]
    [InlineData("llama.json")]
    public void Ten_steps_of_AdamW_lose_what_those_of_PyTorch_lose(string file)
    {
        var golden = new GoldenModel(file);
        var model = golden.Make<LanguageModel>();
        var batch = new GoldenBatch(golden.Sequences);
        var (ids, labels, pass) = (batch.Ids("tokens"), batch.Ids("labels"), new Pass(batch.Segments("tokens")));
        GoldenAssert.TenSteps(golden, model, () => TokenLoss.Mean(model.Loss(ids, labels, pass), labels));
    }

    [Fact]
    public void Published_scalings_of_rotary_positions_give_the_logits_of_PyTorch()
    {
        var golden = new GoldenModel("llama.json");
        foreach (var variant in golden.Root.GetProperty("variants").EnumerateArray())
        {
            string name = variant.GetProperty("name").GetString()!;
            var config = (LlamaConfig)GoldenModel.ReadConfig(variant.GetProperty("config"));
            var model = golden.Make<LanguageModel>(variant.GetProperty("config"));
            using var _ = Step.Begin();
            using var pause = Tape.NoGradient();
            JsonElement[] sequences = [.. variant.GetProperty("sequences").EnumerateArray()];
            foreach (var sequence in sequences)
            {
                int length = sequence.GetProperty("tokens").GetArrayLength();
                CheckFrequencies(name, sequence, config.RopeScaling!, config.Channels / config.Heads, config.RopeTheta, config.Positions, length);
            }

            var batch = new GoldenBatch(sequences);
            var hidden = model.Hidden(batch.Ids("tokens"), new Pass(batch.Segments("tokens")));
            Close.AssertEqual(name, batch.Numbers("logits"), model.Logits(hidden).ToArray<float>(), Forward);
        }
    }

    [Fact]
    public void Rotary_frequencies_of_full_size_are_those_of_PyTorch()
    {
        foreach (var model in new GoldenModel("llama.json").Root.GetProperty("frequencies").EnumerateArray())
        {
            var config = model.GetProperty("config");
            var scaling = ((LlamaConfig)GoldenModel.ReadConfig(JsonDocument.Parse(
                $$"""{"model_type": "llama", "rope_scaling": {{config.GetProperty("rope_scaling").GetRawText()}}}""").RootElement)).RopeScaling!;
            CheckFrequencies(
                model.GetProperty("name").GetString()!, model, scaling, config.GetProperty("head_dim").GetInt32(),
                config.GetProperty("rope_theta").GetDouble(), config.GetProperty("max_position_embeddings").GetInt32(), 1);
        }
    }

    private static void CheckFrequencies(string name, JsonElement golden, RopeScaling scaling, int dimensions, double theta, int positions, int length)
    {
        var (frequencies, factor) = scaling.Frequencies(dimensions, theta, positions, length);
        double[] expected = GoldenModel.Doubles(golden.GetProperty("inv_freq"));
        Assert.Equal(expected.Length, frequencies.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(frequencies[i] - expected[i]) <= 1e-8 * expected[i], $"{name}: frequency {i}: expected {expected[i]}, found {frequencies[i]}");
        Assert.Equal(golden.GetProperty("factor").GetDouble(), factor, 1e-8);
    }
}
