namespace Attune.Inference;

/// <summary>Keeps the k tokens with the greatest scores. Fan et al., arXiv:1805.04833.</summary>
internal static class TopKFilter
{
    public static Ranked Cut(ReadOnlySpan<float> scores, int k, BestList best)
    {
        if (k == 0 || k >= scores.Length)
            return Ranked.Last;
        best.Clear(k);
        for (int id = 0; id < scores.Length; id++)
            best.Offer(scores[id], id);
        return new((float)best.Worst.Score, (int)best.Worst.Key);
    }
}
