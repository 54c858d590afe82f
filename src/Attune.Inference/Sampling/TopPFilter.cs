namespace Attune.Inference;

/// <summary>
/// Keeps the fewest tokens, most probable first, whose probabilities sum to p of those that earlier filters left; the token that reaches it is kept.
/// Holtzman et al., arXiv:1904.09751.
/// </summary>
internal static class TopPFilter
{
    /// <param name="scores">[V].</param>
    /// <param name="probabilities">[V], of the scores.</param>
    /// <param name="cut">What earlier filters left.</param>
    /// <param name="p">1 for all.</param>
    /// <param name="queue">Working memory.</param>
    public static Ranked Cut(ReadOnlySpan<float> scores, ReadOnlySpan<float> probabilities, Ranked cut, double p, PriorityQueue<int, Ranked> queue)
    {
        if (p == 1)
            return cut;
        double total = 0;
        for (int id = 0; id < scores.Length; id++)
            total += cut.Keeps(scores[id], id) ? probabilities[id] : 0;

        // All tokens rarer than this have less than 1 - p together, so none of them is needed: only the others are put in order, and those only so far.
        double rarest = (1 - p) * total / scores.Length;
        queue.Clear();
        for (int id = 0; id < scores.Length; id++)
        {
            if (probabilities[id] >= rarest && cut.Keeps(scores[id], id))
                queue.Enqueue(id, new(scores[id], id));
        }

        double sum = 0;
        while (sum < p * total && queue.TryDequeue(out int id, out var place))
        {
            sum += probabilities[id];
            cut = place;
        }

        return cut;
    }
}
