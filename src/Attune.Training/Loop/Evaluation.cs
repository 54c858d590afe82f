using Attune.Models;
using Attune.Nn;
using Attune.Tensors;

namespace Attune.Training;

/// <summary>How well a model predicts tokens it was not trained on.</summary>
/// <param name="Loss">Mean cross-entropy of a token, in nats.</param>
/// <param name="Tokens">Labels it was measured on.</param>
public readonly record struct Evaluation(double Loss, long Tokens)
{
    /// <summary>Share of labels that are the model's most probable token; null where nobody asked.</summary>
    public double? Accuracy { get; init; }

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
    /// <param name="accuracy">Counts labels that are the most probable token too, for which all logits are computed.</param>
    /// <param name="cancellation">Ends it between batches.</param>
    public static Evaluation Run(
        SequenceModel model, IEnumerable<TokenBatch> batches, DType precision = DType.F32, Action<long>? progress = null, bool accuracy = false,
        CancellationToken cancellation = default) =>
        Run(model, batches, precision, progress, accuracy, null, cancellation);

    /// <param name="look">Told what the model computes of the first batch.</param>
    internal static Evaluation Run(
        SequenceModel model, IEnumerable<TokenBatch> batches, DType precision, Action<long>? progress, bool accuracy, ModelLook? look, CancellationToken cancellation)
    {
        double sum = 0;
        long tokens = 0, right = 0;
        using var pause = Tape.NoGradient();
        foreach (var batch in batches)
        {
            cancellation.ThrowIfCancellationRequested();
            using var _ = Step.Begin();
            var segments = Segments.OfStep(batch.Lengths);
            Action<string, Tensor>? observer = tokens == 0 && look is not null ? (name, value) => look.See(segments, name, value) : null;
            var pass = new Pass(segments) { Source = batch.Sources(), Precision = precision, Observer = observer };
            var hidden = model.Hidden(Tensor.I32(batch.Tokens), pass);
            float[] each = hidden.LinearCrossEntropy(model.OutputWeight, Tensor.I32(batch.Labels)).ToArray<float>();
            if (accuracy)
                right += Right(model, hidden, batch.Labels);
            for (int i = 0; i < each.Length; i++)
            {
                if (batch.Labels[i] < 0)
                    continue;
                sum += each[i];
                tokens++;
            }

            progress?.Invoke(tokens);
        }

        return new Evaluation(tokens == 0 ? double.NaN : sum / tokens, tokens) { Accuracy = accuracy ? (double)right / Math.Max(1, tokens) : null };
    }

    // Some rows at a time: logits take much memory.
    private static int Right(SequenceModel model, Tensor hidden, ReadOnlySpan<int> labels)
    {
        const int Rows = 512;
        int right = 0;
        for (int first = 0; first < labels.Length; first += Rows)
        {
            using var _ = Step.Begin();
            int count = Math.Min(Rows, labels.Length - first);
            int[] best = model.Logits(hidden.Slice(0, first, count)).TopK(1).Indices.ToArray<int>();
            for (int i = 0; i < count; i++)
                right += best[i] == labels[first + i] ? 1 : 0;
        }

        return right;
    }
}
