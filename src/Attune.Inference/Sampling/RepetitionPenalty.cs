namespace Attune.Inference;

/// <summary>Makes tokens less likely that the sequence has already. Keskar et al., CTRL, arXiv:1909.05858, section 4.1, with the sign rule of Hugging Face.</summary>
internal static class RepetitionPenalty
{
    /// <summary>Overwrites the scores of the tokens of <paramref name="history"/>: each is penalized once, however often it occurs.</summary>
    /// <param name="logits">[V], as the model gave them.</param>
    /// <param name="scores">[V], the same numbers so far.</param>
    /// <param name="history">Ids of all tokens of the sequence.</param>
    /// <param name="penalty">1 for none.</param>
    public static void Apply(ReadOnlySpan<float> logits, Span<float> scores, ReadOnlySpan<int> history, double penalty)
    {
        foreach (int id in history)
            scores[id] = (float)(logits[id] < 0 ? logits[id] * penalty : logits[id] / penalty);
    }
}
