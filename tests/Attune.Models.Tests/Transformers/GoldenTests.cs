using System.Text.Json;
using Attune.Kernels;
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
        var model = golden.Make();
        using var _ = Step.Begin();
        foreach (var sequence in golden.Root.GetProperty("sequences").EnumerateArray())
        {
            using var pause = Tape.NoGradient();
            int[] ids = GoldenModel.Integers(sequence.GetProperty("tokens"));
            var hidden = model.Hidden(Tensor.I32(ids), new Pass(Segments.Of(ids.Length)));
            Close.AssertEqual("logits", GoldenModel.Doubles(sequence.GetProperty("logits")), model.Logits(hidden).ToArray<float>(), Forward);
        }

        var batch = new Batch(golden.Root);
        var losses = model.Loss(batch.Ids, batch.Labels, batch.Pass);
        Close.AssertEqual("losses", batch.Losses, losses.ToArray<float>(), Forward);
        var loss = TokenLoss.Mean(losses, batch.Labels);
        Assert.Equal(golden.Root.GetProperty("loss").GetDouble(), loss.Item(), Forward);

        loss.Backward();
        foreach (var parameter in model.Parameters)
        {
            var gradient = parameter.IsTransposed ? parameter.Value.Gradient.Transpose().Contiguous() : parameter.Value.Gradient;
            Close.AssertEqual(parameter.Name, GoldenModel.Doubles(golden.Root.GetProperty("gradients").GetProperty(parameter.Name)), gradient.ToArray<float>(), Backward);
        }
    }

    [Theory]
    [InlineData("gpt2.json")]
    [InlineData("llama.json")]
    public void Ten_steps_of_AdamW_lose_what_those_of_PyTorch_lose(string file)
    {
        var golden = new GoldenModel(file);
        var model = golden.Make();
        var training = golden.Root.GetProperty("training");
        var batch = new Batch(golden.Root);
        var moments = model.Parameters.Select(p => (First: Tensor.Zeros(p.Value.Shape), Second: Tensor.Zeros(p.Value.Shape))).ToArray();
        Assert.Equal(
            training.GetProperty("decayed").EnumerateArray().Select(name => name.GetString()),
            model.Parameters.Where(p => p.Decays).Select(p => p.Name).OrderBy(name => golden.TensorNames.ToList().IndexOf(name)));

        double[] rates = GoldenModel.Doubles(training.GetProperty("learning_rates"));
        var losses = new List<float>();
        for (int step = 0; step <= rates.Length; step++)
        {
            using var _ = Step.Begin();
            var loss = TokenLoss.Mean(model.Loss(batch.Ids, batch.Labels, batch.Pass), batch.Labels);
            losses.Add((float)loss.Item());
            if (step == rates.Length)
                break;
            loss.Backward();
            double norm = ParameterUpdates.Norm([.. model.Parameters.Select(p => p.Value.Gradient)]);
            for (int i = 0; i < moments.Length; i++)
            {
                var parameter = model.Parameters[i];
                var settings = new AdamSettings(
                    (float)rates[step], 0.9f, 0.95f, 1e-8f, parameter.Decays ? 0.1f : 0, GradientScale: (float)Math.Min(1, 1 / norm));
                ParameterUpdates.Adam(parameter.Value, parameter.Value.Gradient, moments[i].First, moments[i].Second, settings, step + 1);
                parameter.Value.ZeroGradient();
            }
        }

        // Adam divides gradients by their size: the smallest ones, mostly rounding, move as far as all others. Ten steps of 1e-3 each.
        Close.AssertEqual(
            "losses", [.. GoldenModel.Doubles(training.GetProperty("losses")), training.GetProperty("final_loss").GetDouble()], losses, 1e-4);
    }

    [Fact]
    public void Published_scalings_of_rotary_positions_give_the_logits_of_PyTorch()
    {
        var golden = new GoldenModel("llama.json");
        foreach (var variant in golden.Root.GetProperty("variants").EnumerateArray())
        {
            string name = variant.GetProperty("name").GetString()!;
            var config = (LlamaConfig)GoldenModel.ReadConfig(variant.GetProperty("config"));
            var model = golden.Make(variant.GetProperty("config"));
            using var _ = Step.Begin();
            using var pause = Tape.NoGradient();
            var all = new List<int>();
            var logits = new List<double>();
            foreach (var sequence in variant.GetProperty("sequences").EnumerateArray())
            {
                int[] ids = GoldenModel.Integers(sequence.GetProperty("tokens"));
                CheckFrequencies(name, sequence, config.RopeScaling!, config.Channels / config.Heads, config.RopeTheta, config.Positions, ids.Length);
                all.AddRange(ids);
                logits.AddRange(GoldenModel.Doubles(sequence.GetProperty("logits")));
            }

            int[] lengths = [.. variant.GetProperty("sequences").EnumerateArray().Select(sequence => sequence.GetProperty("tokens").GetArrayLength())];
            var hidden = model.Hidden(Tensor.I32([.. all]), new Pass(Segments.Of(lengths)));
            Close.AssertEqual(name, logits, model.Logits(hidden).ToArray<float>(), Forward);
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

    /// <summary>All sequences as one ragged batch.</summary>
    private sealed class Batch
    {
        public Batch(JsonElement root)
        {
            JsonElement[] sequences = [.. root.GetProperty("sequences").EnumerateArray()];
            Ids = Tensor.I32([.. sequences.SelectMany(sequence => GoldenModel.Integers(sequence.GetProperty("tokens")))]);
            Labels = Tensor.I32([.. sequences.SelectMany(sequence => GoldenModel.Integers(sequence.GetProperty("labels")))]);
            Losses = [.. sequences.SelectMany(sequence => GoldenModel.Doubles(sequence.GetProperty("losses")))];
            Pass = new Pass(Segments.Of([.. sequences.Select(sequence => sequence.GetProperty("tokens").GetArrayLength())]));
        }

        public Tensor Ids { get; }

        public Tensor Labels { get; }

        public double[] Losses { get; }

        public Pass Pass { get; }
    }
}
