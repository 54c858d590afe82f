using Attune.Tensors;

namespace Attune.Nn;

/// <summary>Losses of rows of tokens, averaged over those that count.</summary>
public static class TokenLoss
{
    /// <summary>The label of rows that do not count.</summary>
    public const int Ignored = -100;

    /// <summary>Mean cross-entropy in nats of the rows that count.</summary>
    /// <param name="logits">[N, V].</param>
    /// <param name="labels">[N], i32; <see cref="Ignored"/> where there is nothing to predict.</param>
    /// <param name="labelSmoothing">From 0 to 1. arXiv:1512.00567, section 7.</param>
    /// <param name="zLoss">Factor of the squared log-normalizer, which keeps logits from drifting. arXiv:2204.02311, section 5.</param>
    /// <returns>A scalar; 0 where no row counts.</returns>
    public static Tensor CrossEntropy(Tensor logits, Tensor labels, double labelSmoothing = 0, double zLoss = 0) =>
        Mean(logits.CrossEntropy(labels, labelSmoothing, zLoss, Ignored), labels);

    /// <summary>The mean of losses over the rows that count, whatever sequence they belong to: not a mean of means.</summary>
    /// <param name="losses">[N]: 0 where the label is <see cref="Ignored"/>.</param>
    /// <param name="labels">[N], i32.</param>
    /// <returns>A scalar; 0 where no row counts.</returns>
    public static Tensor Mean(Tensor losses, Tensor labels) => losses.Sum() * (1.0 / Math.Max(1, Count(labels.ToArray<int>())));

    /// <summary>Number of labels that count.</summary>
    public static int Count(ReadOnlySpan<int> labels)
    {
        int ignored = 0;
        foreach (int label in labels)
            ignored += label == Ignored ? 1 : 0;
        return labels.Length - ignored;
    }
}
