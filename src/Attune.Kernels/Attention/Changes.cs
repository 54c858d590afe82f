using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>Scores stay as they are.</summary>
public readonly unsafe struct NoChange : IAttentionChange
{
    static bool IAttentionChange.Changes => false;

    int IAttentionChange.Reach => 0;

    int IAttentionChange.Bucket(int distance) => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IAttentionChange.Apply<V>(V score, AttentionContext* context, int lane, int key) => score;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IAttentionChange.Backward<V>(V score, V gradient, AttentionContext* context, int lane, int key) => gradient;

    double IAttentionChange.Apply(double score, in AttentionPair pair) => score;

    double IAttentionChange.Backward(double score, double gradient, in AttentionPair pair, Span<double> biasGradient) => gradient;

    void IAttentionChange.Validate(in AttentionShape shape, in AttentionTables<float> tables)
    {
    }
}

/// <summary>score - slope[head] |key - position|. arXiv:2108.12409.</summary>
public readonly unsafe struct Alibi : IAttentionChange
{
    static bool IAttentionChange.Changes => true;

    int IAttentionChange.Reach => 0;

    int IAttentionChange.Bucket(int distance) => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IAttentionChange.Apply<V>(V score, AttentionContext* context, int lane, int key)
    {
        var distance = V.FromIntegerBits(V.SubtractBits(V.Load((float*)context->Positions + lane), V.CreateBits(key)));
        return V.Fma(-V.Abs(distance), V.Load(context->Slopes + lane), score);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IAttentionChange.Backward<V>(V score, V gradient, AttentionContext* context, int lane, int key) => gradient;

    double IAttentionChange.Apply(double score, in AttentionPair pair) =>
        score - (pair.Tables.Slopes[pair.Head] * Math.Abs(pair.Key - pair.Position));

    double IAttentionChange.Backward(double score, double gradient, in AttentionPair pair, Span<double> biasGradient) => gradient;

    void IAttentionChange.Validate(in AttentionShape shape, in AttentionTables<float> tables)
    {
        if (tables.Slopes.Length != shape.Heads)
            throw new ArgumentException($"attention: expected slopes of [{shape.Heads}], got {tables.Slopes.Length}");
    }
}

/// <summary>
/// cap tanh(score / cap), Gemma 2's soft cap. arXiv:2408.00118 section 2.
/// </summary>
/// <param name="cap">The bound, greater than 0.</param>
public readonly unsafe struct SoftCap(float cap) : IAttentionChange
{
    private readonly float _cap = cap;

    // Scores of the vector forms are times log2(e), so is the bound.
    private readonly float _scaledCap = cap * Attention.Log2E;

    static bool IAttentionChange.Changes => true;

    int IAttentionChange.Reach => 0;

    int IAttentionChange.Bucket(int distance) => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IAttentionChange.Apply<V>(V score, AttentionContext* context, int lane, int key) =>
        V.Create(_scaledCap) * VectorMath.Tanh(score / V.Create(_scaledCap));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IAttentionChange.Backward<V>(V score, V gradient, AttentionContext* context, int lane, int key)
    {
        var tanh = VectorMath.Tanh(score / V.Create(_scaledCap));
        return V.Fma(-tanh * tanh, gradient, gradient);
    }

    double IAttentionChange.Apply(double score, in AttentionPair pair) => _cap * Math.Tanh(score / _cap);

    double IAttentionChange.Backward(double score, double gradient, in AttentionPair pair, Span<double> biasGradient)
    {
        double tanh = Math.Tanh(score / _cap);
        return gradient * (1 - (tanh * tanh));
    }

    void IAttentionChange.Validate(in AttentionShape shape, in AttentionTables<float> tables)
    {
        if (!(_cap > 0))
            throw new ArgumentException($"attention: expected a soft cap greater than 0, got {_cap}");
    }
}

/// <summary>
/// score + Bias[bucket(key - position), head]: a learned table whose buckets are single distances up to half of their
/// number and grow logarithmically up to <paramref name="maxDistance"/>. T5, arXiv:1910.10683 section 2.1.
/// </summary>
/// <param name="buckets">Rows of the table; even when bidirectional.</param>
/// <param name="maxDistance">From here on all distances share the last bucket.</param>
/// <param name="bidirectional">Half of the buckets for keys behind the query; otherwise those all count as distance 0.</param>
public readonly unsafe struct RelativeBias(int buckets, int maxDistance, bool bidirectional) : IAttentionChange
{
    private readonly int _buckets = buckets;
    private readonly int _maxDistance = maxDistance;
    private readonly bool _bidirectional = bidirectional;

    static bool IAttentionChange.Changes => true;

    int IAttentionChange.Reach => _maxDistance;

    int IAttentionChange.Bucket(int distance) => Bucket(distance);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IAttentionChange.Apply<V>(V score, AttentionContext* context, int lane, int key)
    {
        int width = (2 * _maxDistance) + 1;
        for (int i = 0; i < V.Count; i++)
        {
            int distance = Math.Clamp(key - context->Positions[lane + i], -_maxDistance, _maxDistance);
            context->Gathered[i] = context->Bias[(context->Heads[lane + i] * width) + distance + _maxDistance];
        }

        return score + V.Load(context->Gathered);
    }

    V IAttentionChange.Backward<V>(V score, V gradient, AttentionContext* context, int lane, int key)
    {
        if (context->BiasGradient == null)
            return gradient;
        V.Store(context->Gathered, gradient);
        for (int i = 0; i < V.Count; i++)
        {
            int distance = Math.Clamp(key - context->Positions[lane + i], -_maxDistance, _maxDistance);
            int bucket = context->Buckets[distance + _maxDistance];
            context->BiasGradient[(bucket * context->Group) + (context->Heads[lane + i] % context->Group)] += context->Gathered[i];
        }

        return gradient;
    }

    double IAttentionChange.Apply(double score, in AttentionPair pair) =>
        score + pair.Tables.Bias[(Bucket(pair.Key - pair.Position) * pair.Heads) + pair.Head];

    double IAttentionChange.Backward(double score, double gradient, in AttentionPair pair, Span<double> biasGradient)
    {
        if (biasGradient.Length > 0)
            biasGradient[(Bucket(pair.Key - pair.Position) * pair.Heads) + pair.Head] += gradient;
        return gradient;
    }

    void IAttentionChange.Validate(in AttentionShape shape, in AttentionTables<float> tables)
    {
        int half = _bidirectional ? _buckets / 2 : _buckets;
        if (half < 2 || (_bidirectional && _buckets % 2 != 0) || _maxDistance <= half / 2 || _maxDistance > Attention.MaxBiasDistance)
            throw new ArgumentException($"attention: expected a distance from {(half / 2) + 1} to {Attention.MaxBiasDistance} and at least 2 (bidirectional: an even 4) buckets, got {_maxDistance} and {_buckets}");
        if (tables.Bias.Length != (long)_buckets * shape.Heads)
            throw new ArgumentException($"attention: expected a bias table of [{_buckets}, {shape.Heads}], got {tables.Bias.Length} elements");
    }

    private int Bucket(int distance)
    {
        int buckets = _bidirectional ? _buckets / 2 : _buckets;
        int first = _bidirectional && distance > 0 ? buckets : 0;
        int away = _bidirectional ? Math.Abs(distance) : Math.Max(0, -distance);
        int exact = buckets / 2;
        if (away < exact)
            return first + away;
        float share = MathF.Log((float)away / exact) / (float)Math.Log((double)_maxDistance / exact);
        return first + Math.Min(buckets - 1, exact + (int)(share * (buckets - exact)));
    }
}

/// <summary>
/// score + <see cref="AttentionTables{T}.Additive"/>. As a mask, it hides the pairs whose addend is -infinity: use it as
/// both where such a pair must contribute nothing even if its value holds NaN. The addends take no gradient.
/// </summary>
public readonly unsafe struct AdditiveMask : IAttentionChange, IAttentionMask
{
    static bool IAttentionChange.Changes => true;

    int IAttentionChange.Reach => 0;

    int IAttentionChange.Bucket(int distance) => 0;

    V IAttentionChange.Apply<V>(V score, AttentionContext* context, int lane, int key) =>
        V.Fma(Gather<V>(context, lane, key), V.Create(Attention.Log2E), score);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IAttentionChange.Backward<V>(V score, V gradient, AttentionContext* context, int lane, int key) => gradient;

    double IAttentionChange.Apply(double score, in AttentionPair pair) => score + pair.Tables.Additive[pair.Index];

    double IAttentionChange.Backward(double score, double gradient, in AttentionPair pair, Span<double> biasGradient) => gradient;

    void IAttentionChange.Validate(in AttentionShape shape, in AttentionTables<float> tables) => Validate(shape, tables);

    Coverage IAttentionMask.Cover(in AttentionContext context, int firstPosition, int lastPosition, int firstKey, int lastKey) => Coverage.Part;

    int IAttentionMask.FirstKey(int firstPosition) => 0;

    int IAttentionMask.EndKey(int lastPosition) => int.MaxValue;

    V IAttentionMask.Sees<V>(AttentionContext* context, int lane, int key) =>
        ~V.Equal(Gather<V>(context, lane, key), V.Create(float.NegativeInfinity));

    bool IAttentionMask.Sees(in AttentionPair pair) => !double.IsNegativeInfinity(pair.Tables.Additive[pair.Index]);

    void IAttentionMask.Validate(in AttentionShape shape, in AttentionTables<float> tables) => Validate(shape, tables);

    private static V Gather<V>(AttentionContext* context, int lane, int key)
        where V : struct, ILanes<V>
    {
        for (int i = 0; i < V.Count; i++)
            context->Gathered[i] = context->Additive[((long)context->Rows[lane + i] * context->KeyLength) + key];
        return V.Load(context->Gathered);
    }

    private static void Validate(in AttentionShape shape, in AttentionTables<float> tables)
    {
        if (tables.Additive.Length != shape.Pairs)
            throw new ArgumentException($"attention: expected an additive mask of {shape.Pairs} elements, [queries, keys] of every segment, got {tables.Additive.Length}");
    }
}

/// <summary>One change and then another.</summary>
/// <param name="first">Changes the scaled score.</param>
/// <param name="second">Changes what the first one gives.</param>
/// <typeparam name="TFirst">The first change.</typeparam>
/// <typeparam name="TSecond">The second change.</typeparam>
public readonly unsafe struct Then<TFirst, TSecond>(TFirst first, TSecond second) : IAttentionChange
    where TFirst : unmanaged, IAttentionChange
    where TSecond : unmanaged, IAttentionChange
{
    private readonly TFirst _first = first;
    private readonly TSecond _second = second;

    static bool IAttentionChange.Changes => TFirst.Changes || TSecond.Changes;

    int IAttentionChange.Reach => Math.Max(_first.Reach, _second.Reach);

    int IAttentionChange.Bucket(int distance) => _first.Reach > 0 ? _first.Bucket(distance) : _second.Bucket(distance);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IAttentionChange.Apply<V>(V score, AttentionContext* context, int lane, int key) =>
        _second.Apply(_first.Apply(score, context, lane, key), context, lane, key);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IAttentionChange.Backward<V>(V score, V gradient, AttentionContext* context, int lane, int key) =>
        _first.Backward(score, _second.Backward(_first.Apply(score, context, lane, key), gradient, context, lane, key), context, lane, key);

    double IAttentionChange.Apply(double score, in AttentionPair pair) => _second.Apply(_first.Apply(score, pair), pair);

    double IAttentionChange.Backward(double score, double gradient, in AttentionPair pair, Span<double> biasGradient) =>
        _first.Backward(score, _second.Backward(_first.Apply(score, pair), gradient, pair, biasGradient), pair, biasGradient);

    void IAttentionChange.Validate(in AttentionShape shape, in AttentionTables<float> tables)
    {
        if (_first.Reach > 0 && _second.Reach > 0)
            throw new ArgumentException("attention: expected at most one relative bias, got two");
        _first.Validate(shape, tables);
        _second.Validate(shape, tables);
    }
}
