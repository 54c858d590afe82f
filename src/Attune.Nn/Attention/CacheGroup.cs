using System.Buffers;
using Attune.Kernels;
using Attune.Tensors;

namespace Attune.Nn;

/// <summary>
/// Neighbouring sequences of one pass whose caches share a pool: in each layer, their new keys and values are one block of rows, and their attention is one call.
/// Made at the first layer, for all layers.
/// </summary>
internal sealed class CacheGroup
{
    private readonly Segments _segments;
    private readonly IReadOnlyList<KeyValueCache> _caches;
    private readonly KeyValuePool _pool;
    private readonly int _first;       // sequences of the pass
    private readonly int _end;
    private readonly int _firstRow;    // rows of the pass
    private readonly int _rows;
    private readonly int _newRow;      // where they lie in the pool
    private readonly int _keys;
    private readonly int _firstKey;    // where the keys lie in the pool, when they lie there in their order
    private readonly Tensor _keyRows;  // i32 [keys], when they do not
    private readonly Tensor _offsets;  // i32 [S + 1]
    private readonly Tensor _keyOffsets;

    private CacheGroup(Segments segments, IReadOnlyList<KeyValueCache> caches, int first, int end, int firstRow)
    {
        (_segments, _caches, _first, _end, _firstRow) = (segments, caches, first, end, firstRow);
        _pool = caches[first].Pool;
        for (int s = first; s < end; s++)
            _rows += segments.Lengths[s];
        _newRow = _pool.Take(_rows);
        int row = _newRow;
        for (int s = first; s < end; s++)
        {
            if (caches[s].Rows.Length != caches[s].Length)
                throw new ArgumentException($"attention: expected a cache of its own for each sequence, got that of sequence {s} twice");
            caches[s].Hold(row, segments.Lengths[s]);
            row += segments.Lengths[s];
            _keys += caches[s].Rows.Length;
        }

        int count = end - first;
        int[] scratch = ArrayPool<int>.Shared.Rent(_keys + (2 * (count + 1)));
        var keyRows = scratch.AsSpan(0, _keys);
        var keyOffsets = scratch.AsSpan(_keys, count + 1);
        var offsets = scratch.AsSpan(_keys + count + 1, count + 1);
        (keyOffsets[0], offsets[0]) = (0, 0);
        for (int i = 0; i < count; i++)
        {
            var rows = caches[first + i].Rows;
            rows.CopyTo(keyRows[keyOffsets[i]..]);
            (keyOffsets[i + 1], offsets[i + 1]) = (keyOffsets[i] + rows.Length, offsets[i] + segments.Lengths[first + i]);
        }

        _offsets = count == segments.Count ? segments.Offsets : Tensor.I32(offsets);
        _keyOffsets = Tensor.I32(keyOffsets);
        if (IsInOrder(keyRows))
            _firstKey = _keys == 0 ? 0 : keyRows[0];
        else
            _keyRows = Tensor.I32(keyRows);
        ArrayPool<int>.Shared.Return(scratch);
    }

    /// <summary>Takes rows for the positions that a pass adds.</summary>
    /// <exception cref="ArgumentException">Caches that are not those of the pass's sequences.</exception>
    /// <exception cref="InvalidOperationException">A cache without room, or one whose pool was cleared.</exception>
    public static List<CacheGroup> Of(Segments segments, IReadOnlyList<KeyValueCache> caches)
    {
        if (caches.Count != segments.Count)
            throw new ArgumentException($"attention: expected one cache for each of {segments.Count} sequences, got {caches.Count}");
        for (int s = 0; s < segments.Count; s++)
        {
            if (caches[s].Length != segments.Past[s])
                throw new ArgumentException($"attention: expected a cache of {segments.Past[s]} positions for sequence {s}, got {caches[s].Length}");
            caches[s].CheckRoom(segments.Lengths[s]);
        }

        for (int s = 0; s < segments.Count; s++)
            caches[s].DropUnfinished();
        List<CacheGroup> groups = new(1);
        for (int first = 0, row = 0; first < segments.Count; row += groups[^1]._rows, first = groups[^1]._end)
        {
            int end = first + 1;
            while (end < segments.Count && caches[end].Pool == caches[first].Pool)
                end++;
            groups.Add(new(segments, caches, first, end, row));
        }

        return groups;
    }

    /// <summary>Writes the new keys and values of one layer, and attends to all.</summary>
    /// <param name="layer">Number of the layer.</param>
    /// <param name="query">[N, H, D] of the pass; so too keys and values [N, K, D].</param>
    /// <returns>[n, H, D]: the rows of the group.</returns>
    public Tensor Attend<TMask, TChange>(int layer, Tensor query, Tensor key, Tensor value, TMask mask, TChange change, in AttentionSettings settings)
        where TMask : unmanaged, IAttentionMask
        where TChange : unmanaged, IAttentionChange
    {
        CheckCaches();
        _pool.Write(layer, _newRow, key.Slice(0, _firstRow, _rows), value.Slice(0, _firstRow, _rows));
        var (keys, values) = _pool.Of(layer);
        if (_keyRows.IsNone)
            (keys, values) = (keys.Slice(0, _firstKey, _keys), values.Slice(0, _firstKey, _keys));
        return query.Slice(0, _firstRow, _rows).Attention(keys, values, _offsets, mask, change, _keyOffsets, settings with { KeyRows = _keyRows });
    }

    private void CheckCaches()
    {
        int row = _newRow;
        for (int s = _first; s < _end; s++)
        {
            int rows = _segments.Lengths[s];
            if (!_caches[s].IsWithinPass(_segments.Past[s], row, rows))
                throw new InvalidOperationException($"attention: expected a cache that waits for {rows} positions of this pass for sequence {s}, got another: a pass with caches serves once");
            row += rows;
        }
    }

    private static bool IsInOrder(ReadOnlySpan<int> rows)
    {
        for (int i = 1; i < rows.Length; i++)
        {
            if (rows[i] != rows[0] + i)
                return false;
        }

        return true;
    }
}
