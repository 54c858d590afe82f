using Attune.Models;
using Attune.Nn;
using Attune.Tensors;

namespace Attune.Training;

/// <summary>How well a model predicts tokens it was not trained on.</summary>
/// <param name="Loss">Mean cross-entropy of a token, in nats.</param>
/// <param name="Tokens">Labels it was measured on.</param>
public readonly record struct Evaluation(double Loss, long Tokens)
{
    /// <summary>exp(loss): as uncertain as a fair choice among so many tokens.</summary>
    public double Perplexity => Math.Exp(Loss);

    /// <summary>Bits for each byte of the text: comparable between tokenizers.</summary>
    /// <param name="bytes">Bytes of UTF-8 that the tokens stand for.</param>
    public double BitsPerByte(long bytes) => bytes == 0 ? 0 : Loss * Tokens / Math.Log(2) / bytes;

    /// <summary>Evaluates without drop-out and without a gradient.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batches">What to predict.</param>
    /// <param name="precision">The type that factors of linear layers are multiplied in.</param>
    /// <param name="progress">Told the number of tokens done.</param>
    /// <param name="cancellation">Ends it between batches.</param>
    public static Evaluation Run(
        SequenceModel model, IEnumerable<TokenBatch> batches, DType precision = DType.F32, Action<long>? progress = null, CancellationToken cancellation = default) =>
        Run(model, batches, precision, progress, null, cancellation);

    /// <param name="look">Told what the model computes of the first batch.</param>
    internal static Evaluation Run(
        SequenceModel model, IEnumerable<TokenBatch> batches, DType precision, Action<long>? progress, ModelLook? look, CancellationToken cancellation)
    {
        double sum = 0;
        long tokens = 0;
        using var pause = Tape.NoGradient();
        foreach (var batch in batches)
        {
            cancellation.ThrowIfCancellationRequested();
            using var _ = Step.Begin();
            var segments = Segments.OfStep(batch.Lengths);
            Action<string, Tensor>? observer = tokens == 0 && look is not null ? (name, value) => look.See(segments, name, value) : null;
            var pass = new Pass(segments) { Source = batch.Sources(), Precision = precision, Observer = observer };
            var losses = model.Loss(Tensor.I32(batch.Tokens), Tensor.I32(batch.Labels), pass);
            float[] each = losses.ToArray<float>();
            for (int i = 0; i < each.Length; i++)
            {
                if (batch.Labels[i] < 0)
                    continue;
                sum += each[i];
                tokens++;
            }

            progress?.Invoke(tokens);
        }

        return new Evaluation(tokens == 0 ? double.NaN : sum / tokens, tokens);
    }
}
