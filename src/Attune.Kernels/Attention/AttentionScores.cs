using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>What happens to a tile between its products: masks, changes of scores, dropout, and tiles that need care.</summary>
internal static unsafe class AttentionScores<V>
    where V : struct, ILanes<V>
{
    // Changes make weights as small as floats can be, ALiBi above all, and the products of those are subnormal, which take a hundred
    // times as long. So weights up to this are zero in the backward pass; it changes no bit of those above 1e-22.
    private const float LeastWeight = 7.888609e-31f;

    /// <summary>Applies change and mask (hidden scores become -infinity) and takes the maxima anew.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Change<TMask, TChange>(
        int width, float* tile, int firstKey, int count, in TMask mask, in TChange change, bool masked, AttentionContext* context, int lane, float* maxima)
        where TMask : unmanaged, IAttentionMask
        where TChange : unmanaged, IAttentionChange
    {
        V hidden = V.Create(float.NegativeInfinity);
        for (int offset = 0; offset < width; offset += V.Count)
        {
            V maximum = hidden;
            float* score = tile + offset;
            for (int key = firstKey; key < firstKey + count; key++, score += width)
            {
                V value = V.Load(score);
                if (TChange.Changes)
                    value = change.Apply(value, context, lane + offset, key);
                if (masked)
                    value = V.Select(mask.Sees<V>(context, lane + offset, key), value, hidden);
                V.Store(score, value);
                maximum = V.Max(maximum, value);
            }

            V.Store(maxima + offset, maximum);
        }
    }

    /// <summary>
    /// The backward pass of the softmax: from scores to weights (times keep) in <paramref name="tile"/>, and from gradients
    /// of weights to gradients of the scores before scale and change in <paramref name="gradients"/>:
    /// dS = scale P (keep dP - sum over keys of P keep dP), arXiv:2205.14135 appendix B.2.
    /// </summary>
    /// <param name="keep">Multipliers of <see cref="Keep"/>, or null.</param>
    /// <param name="logSums">log2 of the sum of 2^score of each lane.</param>
    /// <param name="dots">The inner product of output and its gradient of each lane, which is that sum over keys.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Backward<TMask, TChange>(
        int width, float* tile, float* gradients, float* keep, int firstKey, int count, in TMask mask, in TChange change, bool masked, AttentionContext* context,
        float scale, float* logSums, float* dots)
        where TMask : unmanaged, IAttentionMask
        where TChange : unmanaged, IAttentionChange
    {
        float* constants = stackalloc float[4];
        var exponential = new AttentionExponential<V>(constants);
        V factor = V.Create(scale);
        // Two keys at a time where nothing else is to be done.
        int pairs = !TChange.Changes && !masked && keep == null ? count / 2 : 0;
        float* end = tile + (pairs * 2 * width);
        for (float* score = tile, gradient = gradients; score < end; score += 2 * width, gradient += 2 * width)
        {
            for (int lane = 0; lane < width; lane += V.Count)
            {
                V logSum = V.Load(logSums + lane), dot = V.Load(dots + lane);
                V weight = V.Load(score + lane) - logSum, next = V.Load(score + lane + width) - logSum;
                exponential.Of(ref weight, ref next);
                V.Store(score + lane, weight);
                V.Store(score + lane + width, next);
                V.Store(gradient + lane, weight * (V.Load(gradient + lane) - dot) * factor);
                V.Store(gradient + lane + width, next * (V.Load(gradient + lane + width) - dot) * factor);
            }
        }

        for (int lane = 0; lane < width; lane += V.Count)
        {
            V logSum = V.Load(logSums + lane), dot = V.Load(dots + lane);
            int key = firstKey + (2 * pairs), at = lane + (pairs * 2 * width);
            for (; key < firstKey + count; key++, at += width)
            {
                V score = V.Load(tile + at), gradient = V.Load(gradients + at);
                V weight = exponential.Of((TChange.Changes ? change.Apply(score, context, lane, key) : score) - logSum);
                if (TChange.Changes)
                    weight = V.Max(V.Zero, weight - V.Create(LeastWeight));
                V kept = weight;
                if (keep != null)
                {
                    V multiplier = V.Load(keep + at);
                    gradient *= multiplier;
                    kept *= multiplier;
                }

                gradient = weight * (gradient - dot);
                if (masked)
                {
                    V seen = mask.Sees<V>(context, lane, key);
                    gradient &= seen;
                    kept &= seen;
                }

                if (TChange.Changes)
                    gradient = change.Backward(score, gradient, context, lane, key);
                V.Store(tile + at, kept);
                V.Store(gradients + at, gradient * factor);
            }
        }
    }

    /// <summary>keep[key, lane] = 0 with probability rate, else 1 / (1 - rate).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Keep(int width, float* keep, int firstKey, int count, in AttentionDropout dropout, AttentionContext* context, int lane)
    {
        V threshold = V.CreateBits(Philox.Threshold(dropout.Rate));
        V multiplier = V.Create(1 / (1 - dropout.Rate));
        for (int offset = 0; offset < width; offset += V.Count)
        {
            V row = V.Load((float*)context->DropoutRows + lane + offset);
            for (int group = firstKey / Philox.Group; group * Philox.Group < firstKey + count; group++)
            {
                for (int column = 0; column < 16; column++)
                {
                    Philox.ColumnWords(dropout.Key, row, group, column, out V w0, out V w1, out V w2, out V w3);
                    int key = (group * Philox.Group) + column - firstKey;
                    Put(key, w0);
                    Put(key + 16, w1);
                    Put(key + 32, w2);
                    Put(key + 48, w3);
                }
            }

            void Put(int key, V word)
            {
                if (key >= 0 && key < count)
                    V.Store(keep + (key * width) + offset, ~Philox.IsBelow(word, threshold) & multiplier);
            }
        }
    }

    /// <summary>tile *= keep</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Drop(int width, float* tile, float* keep, int count)
    {
        for (int i = 0; i < count * width; i += V.Count)
            V.Store(tile + i, V.Load(tile + i) * V.Load(keep + i));
    }

    /// <summary>seen[key, lane] = all bits where the lane sees the key.</summary>
    public static void Seen<TMask>(int width, int firstKey, int count, in TMask mask, AttentionContext* context, int lane, float* seen)
        where TMask : unmanaged, IAttentionMask
    {
        for (int key = 0; key < count; key++)
        {
            for (int offset = 0; offset < width; offset += V.Count)
                V.Store(seen + (key * width) + offset, mask.Sees<V>(context, lane + offset, firstKey + key));
        }
    }

    /// <summary><see cref="AttentionTile{V}.AddToBlock"/> where rows that a lane does not see may hold NaN or infinities: same bits, slower.</summary>
    public static void AddToBlockSeen(int width, float* rows, long stride, int count, float* tile, float* seen, int depth, float* sums, float* factors)
    {
        for (int d = 0; d < depth; d++)
        {
            for (int offset = 0; offset < width; offset += V.Count)
            {
                V sum = V.Zero;
                for (int key = 0; key < count; key++)
                {
                    int at = (key * width) + offset;
                    sum = V.Select(V.Load(seen + at), V.Fma(V.Create(rows[(key * stride) + d]), V.Load(tile + at), sum), sum);
                }

                float* target = sums + (d * width) + offset;
                V.Store(target, V.Fma(V.Load(target), V.Load(factors + offset), sum));
            }
        }
    }

    /// <summary><see cref="AttentionTile{V}.AddToRows"/> where rows behind pairs that do not see each other may hold NaN or infinities.</summary>
    public static void AddToRowsSeen(float* tile, float* seen, long rowStep, long step, int steps, int count, float* rows, int depth, float* sums)
    {
        for (int row = 0; row < count; row++)
        {
            for (int d = 0; d < depth; d += V.Count)
            {
                V sum = V.Zero;
                for (int i = 0; i < steps; i++)
                {
                    long at = (row * rowStep) + (i * step);
                    if (BitConverter.SingleToInt32Bits(seen[at]) != 0)
                        sum = V.Fma(V.Create(tile[at]), V.Load(rows + ((long)i * depth) + d), sum);
                }

                float* target = sums + ((long)row * depth) + d;
                V.Store(target, V.Load(target) + sum);
            }
        }
    }
}
