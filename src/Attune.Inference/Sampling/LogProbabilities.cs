using Attune.Kernels;

namespace Attune.Inference;

/// <summary>log softmax(logits), where it is wanted.</summary>
internal static class LogProbabilities
{
    /// <summary>log(sum of exp(logits)): what is subtracted from a logit.</summary>
    public static float Normalizer(ReadOnlySpan<float> logits)
    {
        Span<float> sum = stackalloc float[1];
        LogSumExp.Forward(logits, sum, 1, logits.Length, 1);
        return sum[0];
    }

    /// <summary>The n most probable tokens, most probable first.</summary>
    public static TokenProbability[] Top(ReadOnlySpan<float> logits, float normalizer, int n)
    {
        if (n == 0)
            return [];
        var best = new BestList();
        best.Clear(Math.Min(n, logits.Length));
        for (int id = 0; id < logits.Length; id++)
            best.Offer(logits[id], id);
        var top = new TokenProbability[best.Count];
        var sorted = best.Sorted();
        for (int i = 0; i < top.Length; i++)
            top[i] = new((int)sorted[i].Key, (float)sorted[i].Score - normalizer);
        return top;
    }
}
