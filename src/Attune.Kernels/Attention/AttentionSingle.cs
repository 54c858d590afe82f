using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>
/// The forward pass of a single query that sees all of its keys, as in decoding: lanes are keys for scores and weights, and elements of a head for the output. A block of
/// queries would compute one lane of many. Every sum has the order of <see cref="AttentionTile{V}"/>, so the bits are the same.
/// </summary>
/// <typeparam name="V">The vectors.</typeparam>
internal static unsafe class AttentionSingle<V>
    where V : struct, ILanes<V>
{
    private const int CacheLine = 16;

    /// <summary>Computes one head of one query.</summary>
    /// <param name="query">[dim].</param>
    /// <param name="scale">Of the scores, times log2(e).</param>
    /// <param name="keys">Rows of <paramref name="dim"/> elements; so too values.</param>
    /// <param name="output">[dim].</param>
    /// <param name="logSumExp">One number, or null.</param>
    /// <param name="memory">Floats: a tile of scores, a vector, and as many rows as lanes and two, of whole groups of 4.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run(
        float* query, float scale, in KeyRowPointer keys, in KeyRowPointer values, int firstKey, int endKey, int dim, float* output, float* logSumExp, float* memory)
    {
        int depth = (dim + 3) & ~3;
        float* scores = memory;
        float* sums = scores + AttentionTile<V>.Keys;
        float* scaled = sums + depth + V.Count;
        float* rows = scaled + depth;
        AttentionPacking.CopyRow<V>(query, dim, depth, scaled);
        for (int d = 0; d < depth; d++)
            scaled[d] *= scale;
        new Span<float>(sums, depth + V.Count).Clear();
        float* constants = stackalloc float[4];
        var exponential = new AttentionExponential<V>(constants);
        float maximum = float.MinValue, weightSum = 0;
        for (int key = firstKey; key < endKey; key = ((key / AttentionTile<V>.Keys) + 1) * AttentionTile<V>.Keys)
        {
            int count = Math.Min(((key / AttentionTile<V>.Keys) + 1) * AttentionTile<V>.Keys, endKey) - key;
            V before = V.Create(maximum), highest = before;
            for (int i = 0; i < count; i += V.Count)
            {
                V score = Scores(scaled, keys, values, key + i, key + count, dim, depth, rows);
                if (count - i < V.Count)
                    score = V.Select(RowSum.FirstLanes<V>(count - i), score, before);
                V.Store(scores + i, score);
                highest = V.Max(highest, score);
            }

            maximum = V.MaxAcross(highest);
            V shift = V.Create(maximum);
            for (int i = 0; i < count; i += V.Count)
                V.Store(scores + i, exponential.Of(V.Load(scores + i) - shift));
            float sum = 0;
            for (int i = 0; i < count; i++)
                sum += scores[i];
            V factor = exponential.Of(before - shift);
            weightSum = V.First(V.Fma(V.Create(weightSum), factor, V.Create(sum)));
            for (int d = 0; d < dim; d += 2 * V.Count)
                AddValues(values, key, count, d, dim, scores, factor, sums);
        }

        V inverse = V.Create(weightSum == 0 ? 0 : 1 / weightSum);
        for (int d = 0; d < dim; d += V.Count)
            V.StoreUpTo(output + d, dim - d, (V.Load(sums + d) * inverse) + V.Zero);
        if (logSumExp != null)
            *logSumExp = (float)((maximum + Math.Log2(weightSum)) * Attention.Ln2);
    }

    /// <summary>The scores of as many keys as there are lanes; beyond the last one, any numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Scores(float* query, in KeyRowPointer keys, in KeyRowPointer values, int first, int end, int dim, int depth, float* rows)
    {
        int count = Math.Min(V.Count, end - first);
        for (int i = 0; i < count; i++)
        {
            // What comes next: keys that follow, or the same ones of the next head.
            float* key = keys.At(first + i), value = values.At(first + i);
            float* next = first + i + V.Count < end ? keys.At(first + i + V.Count) : key + dim;
            for (int d = 0; d < dim; d += CacheLine)
            {
                Prefetch.Second(next + d);
                Prefetch.Second(value + d);
            }

            AttentionPacking.CopyRow<V>(key, dim, depth, rows + (i * depth));
        }

        V sum = V.Zero;
        for (int d = 0; d < depth; d += 4)
        {
            V.LoadTransposed(rows + d, depth, out V k0, out V k1, out V k2, out V k3);
            sum = V.Fma(V.Create(query[d]), k0, sum);
            sum = V.Fma(V.Create(query[d + 1]), k1, sum);
            sum = V.Fma(V.Create(query[d + 2]), k2, sum);
            sum = V.Fma(V.Create(query[d + 3]), k3, sum);
        }

        return sum;
    }

    /// <summary>sums[d] = sums[d] factor + sum over keys of values[key][d] weights[key], for two vectors of a head, or the last one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddValues(in KeyRowPointer values, int key, int count, int d, int dim, float* weights, V factor, float* sums)
    {
        V v0 = V.Zero, v1 = V.Zero;
        int left = dim - d;
        if (left <= V.Count)
        {
            for (int i = 0; i < count; i++)
                v0 = V.Fma(V.Create(weights[i]), V.LoadUpTo(values.At(key + i) + d, left), v0);
        }
        else
        {
            for (int i = 0; i < count; i++)
            {
                float* row = values.At(key + i) + d;
                V weight = V.Create(weights[i]);
                v0 = V.Fma(weight, V.Load(row), v0);
                v1 = V.Fma(weight, V.LoadUpTo(row + V.Count, left - V.Count), v1);
            }

            V.Store(sums + d + V.Count, V.Fma(V.Load(sums + d + V.Count), factor, v1));
        }

        V.Store(sums + d, V.Fma(V.Load(sums + d), factor, v0));
    }
}
