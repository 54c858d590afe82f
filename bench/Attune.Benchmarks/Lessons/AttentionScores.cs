using System.Globalization;
using Attune.Kernels;
using Attune.Tensors;

namespace Attune.Benchmarks;

/// <summary>What dividing by the square root of d does to the scores of random queries and keys. arXiv:1706.03762, section 3.2.1.</summary>
internal static class AttentionScores
{
    private const int Queries = 4000, Keys = 64;

    /// <summary>
    /// Prints a table: the variance of q k, and of the weights that softmax makes of the scores, as they are and divided, the entropy (at most log 64 = 4.16 nats) and
    /// 1 - sum p^2, the trace of softmax's Jacobian: how much of a gradient comes through.
    /// </summary>
    public static void Print()
    {
        Console.WriteLine("| d | variance of q·k | entropy of softmax(q·k) | 1 - Σp² | entropy of softmax(q·k / √d) | 1 - Σp² |");
        Console.WriteLine("| ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (int d in (int[])[16, 64, 256, 1024])
        {
            using var _ = Step.Begin();
            var query = Tensor.Normal([Queries, d], new RandomKey(Seed: 1, Step: 0, Site: 0));
            var key = Tensor.Normal([Keys, d], new RandomKey(Seed: 1, Step: 0, Site: 1));
            var scores = query.MatMul(key.Transpose()); // [N, d] [d, M] -> [N, M]
            double variance = scores.Reshape([Queries * Keys]).Variance(0).Item();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {d} | {variance:0} | {Weights(scores)} | {Weights(scores / Math.Sqrt(d))} |"));
        }
    }

    private static string Weights(Tensor scores)
    {
        var weights = scores.Softmax();
        double entropy = -(weights * scores.LogSoftmax()).Sum(-1).Mean().Item();
        double slope = 1 - weights.Square().Sum(-1).Mean().Item();
        return string.Create(CultureInfo.InvariantCulture, $"{entropy:0.00} | {slope:0.00}");
    }
}
