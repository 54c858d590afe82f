using Attune.Nn;
using Attune.Tensors;

namespace Attune.Training;

/// <summary>
/// A look into a model over one batch of an evaluation: takes the values that models name on the way (<c>act</c> of feed-forward layers, <c>query</c> and <c>key</c> of
/// causal attention) and makes <see cref="ModelStatistics"/> of them. Not thread-safe.
/// </summary>
internal sealed class ModelLook
{
    // Weights are computed again here, in plain code: of some queries, which say as much as all.
    private const int MostQueries = 64;

    // A unit that is dead for a GELU or SiLU is not exactly zero: it is so small beside its layer, or at all, that it says nothing.
    private const double SmallBesideLayer = 1e-2;
    private const double Small = 1e-4;

    private readonly List<double[]> _entropies = [];
    private readonly List<double> _dead = [];
    private Tensor _query;

    /// <summary>What was seen so far.</summary>
    public ModelStatistics Statistics => new() { AttentionEntropyShare = [.. _entropies], DeadUnitShare = [.. _dead] };

    /// <summary>Takes a value of <see cref="Pass.Observer"/>.</summary>
    /// <param name="segments">Of the pass.</param>
    /// <param name="name">Its name; others than those it knows are passed over.</param>
    /// <param name="value">While its step lasts.</param>
    public void See(Segments segments, string name, Tensor value)
    {
        if (name.EndsWith(".act", StringComparison.Ordinal))
            _dead.Add(DeadUnits(value));
        else if (name.Contains("encoder", StringComparison.Ordinal))
            return; // Attention of an encoder, and to one, sees other rows.
        else if (name.EndsWith(".query", StringComparison.Ordinal))
            _query = value;
        else if (name.EndsWith(".key", StringComparison.Ordinal))
            _entropies.Add(EntropyShares(segments, _query, value));
    }

    /// <summary>The share of columns that are small in every row.</summary>
    /// <param name="activations">[N, inner].</param>
    private static double DeadUnits(Tensor activations)
    {
        var (rows, units) = activations.Dims2();
        float[] values = activations.ToArray<float>();
        var largest = new float[units];
        double squares = 0;
        for (int row = 0; row < rows; row++)
        {
            var line = values.AsSpan(row * units, units);
            for (int i = 0; i < units; i++)
            {
                largest[i] = Math.Max(largest[i], Math.Abs(line[i]));
                squares += line[i] * line[i];
            }
        }

        double limit = Math.Max(Small, SmallBesideLayer * Math.Sqrt(squares / Math.Max(1, values.Length)));
        return largest.Count(value => value <= limit) / (double)units;
    }

    /// <summary>By head: the mean entropy of weights, as a share of that of uniform ones.</summary>
    /// <param name="query">[N, H, D].</param>
    /// <param name="key">[N, K, D].</param>
    private static double[] EntropyShares(Segments segments, Tensor query, Tensor key)
    {
        var (rows, heads, size) = query.Dims3();
        int keyHeads = key.Shape[1];
        float[] queries = query.ToArray<float>(), keys = key.ToArray<float>();
        int[] positions = segments.Positions.ToArray<int>();
        var shares = new double[heads];
        int seen = 0;
        for (int i = 0; i < MostQueries; i++)
        {
            // Spread by the golden ratio, so that windows of one length are met at all of their places.
            int row = (int)(rows * ((i * 0.6180339887498949) % 1));
            if (positions[row] == 0)
                continue;
            seen++;
            for (int head = 0; head < heads; head++)
            {
                var q = queries.AsSpan(((row * heads) + head) * size, size);
                shares[head] += EntropyShare(q, keys, row - positions[row], row, head / (heads / keyHeads), keyHeads);
            }
        }

        return seen == 0 ? [] : [.. shares.Select(share => share / seen)];
    }

    private static double EntropyShare(ReadOnlySpan<float> query, ReadOnlySpan<float> keys, int first, int last, int head, int heads)
    {
        int count = last - first + 1;
        Span<double> scores = count <= 1024 ? stackalloc double[count] : new double[count];
        double highest = double.NegativeInfinity;
        for (int i = 0; i < count; i++)
        {
            var key = keys.Slice((((first + i) * heads) + head) * query.Length, query.Length);
            double score = 0;
            for (int j = 0; j < query.Length; j++)
                score += query[j] * key[j];
            scores[i] = score / Math.Sqrt(query.Length);
            highest = Math.Max(highest, scores[i]);
        }

        // -sum p ln p with p = e^s / Z is ln Z - (sum e^s s) / Z.
        double sum = 0, weighted = 0;
        foreach (double score in scores)
        {
            double weight = Math.Exp(score - highest);
            sum += weight;
            weighted += weight * (score - highest);
        }

        return (Math.Log(sum) - (weighted / sum)) / Math.Log(count);
    }
}
