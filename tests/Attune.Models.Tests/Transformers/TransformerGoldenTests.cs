using Attune.Nn;
using Attune.Tensors;

namespace Attune.Models.Tests;

public class TransformerGoldenTests
{
    // Some units of 2^-24 = 6e-8 times numbers up to about ten, and sums over rows and layers in the backward pass.
    private const double Tolerance = 1e-5;

    public static TheoryData<string> Files => ["transformer_post.json", "transformer_pre.json", "transformer_learned.json"];

    [Theory]
    [MemberData(nameof(Files))]
    public void Rows_of_both_stacks_and_logits_are_those_of_PyTorch(string file)
    {
        var golden = new GoldenModel(file);
        var model = golden.Make<EncoderDecoder>();
        foreach (var sequence in golden.Sequences)
        {
            using var _ = Step.Begin();
            using var pause = Tape.NoGradient();
            var alone = new GoldenBatch(sequence);
            var sources = alone.Segments("source");
            var encoded = model.Encode(alone.Ids("source"), new Pass(sources));
            Close.AssertEqual("encoded", alone.Numbers("encoded"), encoded.ToArray<float>(), Tolerance);
            var decoded = model.Hidden(alone.Ids("tokens"), new Pass(alone.Segments("tokens")) { Memory = new EncoderMemory(encoded, sources) });
            Close.AssertEqual("decoded", alone.Numbers("decoded"), decoded.ToArray<float>(), Tolerance);
            Close.AssertEqual("logits", alone.Numbers("logits"), model.Logits(decoded).ToArray<float>(), Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Losses_and_all_gradients_of_a_ragged_batch_are_those_of_PyTorch(string file) => CheckGradients(file, recomputes: false);

    [Theory]
    [MemberData(nameof(Files))]
    public void Recomputed_activations_give_the_same_losses_and_gradients(string file) => CheckGradients(file, recomputes: true);

    [Theory]
    [MemberData(nameof(Files))]
    public void Ten_steps_of_AdamW_with_smoothed_labels_lose_what_those_of_PyTorch_lose(string file)
    {
        var golden = new GoldenModel(file);
        var model = golden.Make<EncoderDecoder>();
        var batch = new GoldenBatch(golden.Sequences);
        var (ids, labels, pass) = (batch.Ids("tokens"), batch.Ids("labels"), PassOf(batch));
        double smoothing = golden.Root.GetProperty("label_smoothing").GetDouble();
        using (Step.Begin())
            Assert.Equal(golden.Root.GetProperty("smoothed_loss").GetDouble(), Loss().Item(), Tolerance);
        GoldenAssert.TenSteps(golden, model, Loss);

        Tensor Loss() => TokenLoss.Mean(model.Loss(ids, labels, pass, smoothing), labels);
    }

    private static void CheckGradients(string file, bool recomputes)
    {
        var golden = new GoldenModel(file);
        var model = golden.Make<EncoderDecoder>();
        using var _ = Step.Begin();
        var batch = new GoldenBatch(golden.Sequences);
        var labels = batch.Ids("labels");
        var losses = model.Loss(batch.Ids("tokens"), labels, PassOf(batch) with { RecomputesActivations = recomputes });
        Close.AssertEqual("losses", batch.Numbers("losses"), losses.ToArray<float>(), Tolerance);
        var loss = TokenLoss.Mean(losses, labels);
        Assert.Equal(golden.Root.GetProperty("loss").GetDouble(), loss.Item(), Tolerance);

        loss.Backward();
        GoldenAssert.Gradients(golden, model, Tolerance);
    }

    private static Pass PassOf(GoldenBatch batch) =>
        new(batch.Segments("tokens")) { Source = new SourceRows(batch.Ids("source"), batch.Segments("source")) };
}
