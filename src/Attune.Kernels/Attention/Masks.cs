using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>Every query sees every key.</summary>
public readonly unsafe struct NoMask : IAttentionMask
{
    Coverage IAttentionMask.Cover(in AttentionContext context, int firstPosition, int lastPosition, int firstKey, int lastKey) => Coverage.Whole;

    int IAttentionMask.FirstKey(int firstPosition) => 0;

    int IAttentionMask.EndKey(int lastPosition) => int.MaxValue;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IAttentionMask.Sees<V>(AttentionContext* context, int lane, int key) => ~V.Zero;

    bool IAttentionMask.Sees(in AttentionPair pair) => true;

    void IAttentionMask.Validate(in AttentionShape shape, in AttentionTables<float> tables)
    {
    }
}

/// <summary>A query sees the keys at its position and before.</summary>
public readonly unsafe struct Causal : IAttentionMask
{
    Coverage IAttentionMask.Cover(in AttentionContext context, int firstPosition, int lastPosition, int firstKey, int lastKey) =>
        lastKey <= firstPosition ? Coverage.Whole : firstKey > lastPosition ? Coverage.None : Coverage.Part;

    int IAttentionMask.FirstKey(int firstPosition) => 0;

    int IAttentionMask.EndKey(int lastPosition) => lastPosition + 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IAttentionMask.Sees<V>(AttentionContext* context, int lane, int key) =>
        V.LessThanBits(V.CreateBits(key - 1), V.Load((float*)context->Positions + lane));

    bool IAttentionMask.Sees(in AttentionPair pair) => pair.Key <= pair.Position;

    void IAttentionMask.Validate(in AttentionShape shape, in AttentionTables<float> tables)
    {
    }
}

/// <summary>
/// A sliding window: a query sees <paramref name="before"/> keys before its position, its own, and <paramref name="after"/>
/// behind it (0 for a causal window), and everybody sees and is seen by the first <paramref name="global"/> positions.
/// Mistral, arXiv:2310.06825; Longformer, arXiv:2004.05150 section 3.1.
/// </summary>
/// <param name="before">Keys before the query's position, at least 0.</param>
/// <param name="after">Keys behind the query's position, at least 0.</param>
/// <param name="global">Positions that see and are seen by all; combine with <see cref="Causal"/> by <see cref="Both{TFirst, TSecond}"/> where the future is closed.</param>
public readonly unsafe struct Window(int before, int after, int global = 0) : IAttentionMask
{
    private readonly int _before = before;
    private readonly int _after = after;
    private readonly int _global = global;

    Coverage IAttentionMask.Cover(in AttentionContext context, int firstPosition, int lastPosition, int firstKey, int lastKey)
    {
        if (lastPosition < _global || lastKey < _global || (firstKey >= (long)lastPosition - _before && lastKey <= (long)firstPosition + _after))
            return Coverage.Whole;
        bool outside = lastKey < (long)firstPosition - _before || firstKey > (long)lastPosition + _after;
        return outside && firstKey >= _global && firstPosition >= _global ? Coverage.None : Coverage.Part;
    }

    int IAttentionMask.FirstKey(int firstPosition) => _global > 0 ? 0 : (int)Math.Max(0, (long)firstPosition - _before);

    int IAttentionMask.EndKey(int lastPosition) =>
        _global > 0 ? int.MaxValue : (int)Math.Min(int.MaxValue, (long)lastPosition + _after + 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IAttentionMask.Sees<V>(AttentionContext* context, int lane, int key)
    {
        var position = V.Load((float*)context->Positions + lane);
        // key - after - 1 < position < key + before + 1, saturated
        var near = V.LessThanBits(V.CreateBits((int)Math.Max(int.MinValue, (long)key - _after - 1)), position)
            & V.LessThanBits(position, V.CreateBits((int)Math.Min(int.MaxValue, (long)key + _before + 1)));
        return key < _global ? ~V.Zero : near | V.LessThanBits(position, V.CreateBits(_global));
    }

    bool IAttentionMask.Sees(in AttentionPair pair) =>
        pair.Key < _global || pair.Position < _global
        || (pair.Key >= (long)pair.Position - _before && pair.Key <= (long)pair.Position + _after);

    void IAttentionMask.Validate(in AttentionShape shape, in AttentionTables<float> tables)
    {
        if (_before < 0 || _after < 0 || _global < 0)
            throw new ArgumentException($"attention: expected a window of no negative size, got {_before} before, {_after} after, {_global} global");
    }
}

/// <summary>
/// Blocks of positions see blocks of keys as <see cref="AttentionTables{T}.Pattern"/> says. Positions before the first key
/// count as block 0. arXiv:1904.10509, arXiv:2007.14062.
/// </summary>
/// <param name="blockSize">Positions in a block.</param>
/// <param name="blocks">Blocks in a row of the pattern, which has as many rows.</param>
public readonly unsafe struct BlockPattern(int blockSize, int blocks) : IAttentionMask
{
    private readonly int _blockSize = blockSize;
    private readonly int _blocks = blocks;

    Coverage IAttentionMask.Cover(in AttentionContext context, int firstPosition, int lastPosition, int firstKey, int lastKey)
    {
        int seen = 0, pairs = 0;
        for (int row = Block(firstPosition); row <= Block(lastPosition); row++)
        {
            for (int column = firstKey / _blockSize; column <= lastKey / _blockSize; column++)
            {
                pairs++;
                if (context.Pattern[((long)row * _blocks) + column])
                    seen++;
            }
        }

        return seen == 0 ? Coverage.None : seen == pairs ? Coverage.Whole : Coverage.Part;
    }

    int IAttentionMask.FirstKey(int firstPosition) => 0;

    int IAttentionMask.EndKey(int lastPosition) => int.MaxValue;

    V IAttentionMask.Sees<V>(AttentionContext* context, int lane, int key)
    {
        var pattern = context->Pattern + (key / _blockSize);
        for (int i = 0; i < V.Count; i++)
            ((int*)context->Gathered)[i] = pattern[(long)Block(context->Positions[lane + i]) * _blocks] ? -1 : 0;
        return V.Load(context->Gathered);
    }

    bool IAttentionMask.Sees(in AttentionPair pair) =>
        pair.Tables.Pattern[(Block(pair.Position) * _blocks) + (pair.Key / _blockSize)];

    void IAttentionMask.Validate(in AttentionShape shape, in AttentionTables<float> tables)
    {
        if (_blockSize < 1 || _blocks < 0)
            throw new ArgumentException($"attention: expected blocks of at least one position, got {_blocks} of {_blockSize}");
        for (int s = 0; s < shape.Segments; s++)
        {
            int longest = shape.KeyOffsets[s + 1] - shape.KeyOffsets[s];
            if ((long)_blocks * _blockSize < longest)
                throw new ArgumentException($"attention: expected a block pattern for {longest} keys, got one for {(long)_blocks * _blockSize}");
        }

        if (tables.Pattern.Length != (long)_blocks * _blocks)
            throw new ArgumentException($"attention: expected a block pattern of [{_blocks}, {_blocks}], got {tables.Pattern.Length} elements");
    }

    private int Block(int position) => Math.Max(0, position) / _blockSize;
}

/// <summary>A query sees the keys that <see cref="AttentionTables{T}.Visible"/> says.</summary>
public readonly unsafe struct ExplicitMask : IAttentionMask
{
    Coverage IAttentionMask.Cover(in AttentionContext context, int firstPosition, int lastPosition, int firstKey, int lastKey) => Coverage.Part;

    int IAttentionMask.FirstKey(int firstPosition) => 0;

    int IAttentionMask.EndKey(int lastPosition) => int.MaxValue;

    V IAttentionMask.Sees<V>(AttentionContext* context, int lane, int key)
    {
        for (int i = 0; i < V.Count; i++)
            ((int*)context->Gathered)[i] = context->Visible[((long)context->Rows[lane + i] * context->KeyLength) + key] ? -1 : 0;
        return V.Load(context->Gathered);
    }

    bool IAttentionMask.Sees(in AttentionPair pair) => pair.Tables.Visible[pair.Index];

    void IAttentionMask.Validate(in AttentionShape shape, in AttentionTables<float> tables)
    {
        if (tables.Visible.Length != shape.Pairs)
            throw new ArgumentException($"attention: expected a mask of {shape.Pairs} elements, [queries, keys] of every segment, got {tables.Visible.Length}");
    }
}

/// <summary>A query sees the keys that both masks show.</summary>
/// <param name="first">One mask.</param>
/// <param name="second">The other.</param>
/// <typeparam name="TFirst">One mask.</typeparam>
/// <typeparam name="TSecond">The other.</typeparam>
public readonly unsafe struct Both<TFirst, TSecond>(TFirst first, TSecond second) : IAttentionMask
    where TFirst : unmanaged, IAttentionMask
    where TSecond : unmanaged, IAttentionMask
{
    private readonly TFirst _first = first;
    private readonly TSecond _second = second;

    Coverage IAttentionMask.Cover(in AttentionContext context, int firstPosition, int lastPosition, int firstKey, int lastKey)
    {
        var one = _first.Cover(context, firstPosition, lastPosition, firstKey, lastKey);
        var other = _second.Cover(context, firstPosition, lastPosition, firstKey, lastKey);
        return one < other ? one : other;
    }

    int IAttentionMask.FirstKey(int firstPosition) => Math.Max(_first.FirstKey(firstPosition), _second.FirstKey(firstPosition));

    int IAttentionMask.EndKey(int lastPosition) => Math.Min(_first.EndKey(lastPosition), _second.EndKey(lastPosition));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V IAttentionMask.Sees<V>(AttentionContext* context, int lane, int key) =>
        _first.Sees<V>(context, lane, key) & _second.Sees<V>(context, lane, key);

    bool IAttentionMask.Sees(in AttentionPair pair) => _first.Sees(pair) && _second.Sees(pair);

    void IAttentionMask.Validate(in AttentionShape shape, in AttentionTables<float> tables)
    {
        _first.Validate(shape, tables);
        _second.Validate(shape, tables);
    }
}
