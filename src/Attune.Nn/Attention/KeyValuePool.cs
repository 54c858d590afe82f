using Attune.Tensors;

namespace Attune.Nn;

/// <summary>
/// Rows of keys and values, layer by layer, for any number of sequences. What a position computed is stored once, and every sequence that goes on from it refers to
/// its row: so sequences fork without a copy, as beams do, and one attention call reads all of them.
/// </summary>
/// <remarks>
/// <para>It grows with use, by doubling, and keeps its memory. The last rows come back as soon as no cache refers to them (<see cref="KeyValueCache.Truncate"/>), all
/// rows with <see cref="Clear"/>. A row that nobody refers to any more waits for those behind it, and a cache that is let go keeps its rows until then.</para>
/// <para>Not thread-safe, its caches included; its memory belongs to the garbage collector, whatever step uses it.</para>
/// </remarks>
public sealed class KeyValuePool
{
    private const int LeastCapacity = 64;

    private readonly int _keyHeads;
    private readonly int _headDim;
    private readonly Tensor[] _keys;   // by layer [capacity, K, D]
    private readonly Tensor[] _values;
    private int[] _users = [];         // by row: how many caches refer to it

    /// <summary>An empty pool, which takes no memory yet.</summary>
    /// <param name="layers">Layers with attention.</param>
    /// <param name="keyHeads">K, heads of keys and values.</param>
    /// <param name="headDim">D, elements of a head.</param>
    public KeyValuePool(int layers, int keyHeads, int headDim)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(layers);
        ArgumentOutOfRangeException.ThrowIfLessThan(keyHeads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(headDim, 1);
        (_keyHeads, _headDim) = (keyHeads, headDim);
        (_keys, _values) = (new Tensor[layers], new Tensor[layers]);
    }

    /// <summary>Rows in use, and those between them.</summary>
    public int Rows { get; private set; }

    /// <summary>Rows that there is memory for.</summary>
    public int Capacity => _users.Length;

    /// <summary>Bytes of keys and values.</summary>
    public long Bytes => 2L * _keys.Length * Capacity * _keyHeads * _headDim * sizeof(float);

    /// <summary>How often it was cleared.</summary>
    internal int Generation { get; private set; }

    /// <summary>An empty cache for one sequence.</summary>
    /// <param name="maximumLength">Positions that the sequence may have. Nothing is allocated for them yet.</param>
    public KeyValueCache NewCache(int maximumLength) => new(this, maximumLength);

    /// <summary>Takes all rows back. Caches made before must not be used any more.</summary>
    public void Clear()
    {
        _users.AsSpan(0, Rows).Clear();
        Rows = 0;
        Generation++;
    }

    /// <summary>Takes so many rows, one after the other, for one user each.</summary>
    /// <returns>The first.</returns>
    internal int Take(int rows)
    {
        int first = Rows, end = checked(first + rows);
        if (end > Capacity || Capacity == 0)
            Grow(end);
        _users.AsSpan(first, rows).Fill(1);
        Rows = end;
        return first;
    }

    /// <summary>Counts one user more.</summary>
    internal void Share(ReadOnlySpan<int> rows)
    {
        foreach (int row in rows)
            _users[row]++;
    }

    /// <summary>Counts one user less.</summary>
    internal void Release(ReadOnlySpan<int> rows)
    {
        foreach (int row in rows)
            _users[row]--;
        while (Rows > 0 && _users[Rows - 1] == 0)
            Rows--;
    }

    /// <summary>Writes rows of one layer that were taken one after the other.</summary>
    internal void Write(int layer, int first, Tensor keys, Tensor values)
    {
        _keys[layer].Slice(0, first, keys.Shape[0]).CopyFrom(keys);
        _values[layer].Slice(0, first, values.Shape[0]).CopyFrom(values);
    }

    /// <summary>All rows of a layer: [capacity, K, D].</summary>
    internal (Tensor Keys, Tensor Values) Of(int layer) => (_keys[layer], _values[layer]);

    private void Grow(int least)
    {
        int capacity = (int)Math.Max(least, Math.Clamp(2L * Capacity, LeastCapacity, Array.MaxLength));
        for (int layer = 0; layer < _keys.Length; layer++)
            (_keys[layer], _values[layer]) = (Grown(_keys[layer], capacity), Grown(_values[layer], capacity));
        Array.Resize(ref _users, capacity);
    }

    private Tensor Grown(Tensor rows, int capacity)
    {
        var grown = Tensor.Zeros([capacity, _keyHeads, _headDim]).Keep();
        if (Rows > 0)
            grown.Slice(0, 0, Rows).CopyFrom(rows.Slice(0, 0, Rows));
        return grown;
    }
}
