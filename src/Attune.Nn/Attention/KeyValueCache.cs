using Attune.Tensors;

namespace Attune.Nn;

/// <summary>
/// Keys and values of one sequence, layer by layer, so that a token is computed once and seen by all that follow. Not thread-safe; it belongs to the garbage
/// collector, whatever step uses it.
/// </summary>
public sealed class KeyValueCache
{
    private readonly Tensor[] _keys;
    private readonly Tensor[] _values;

    /// <summary>Makes room.</summary>
    /// <param name="layers">Layers with attention.</param>
    /// <param name="keyHeads">Heads of keys and values.</param>
    /// <param name="headDim">Elements of a head.</param>
    /// <param name="capacity">Positions it can hold.</param>
    public KeyValueCache(int layers, int keyHeads, int headDim, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        Capacity = capacity;
        Shape shape = [capacity, keyHeads, headDim];
        _keys = [.. Enumerable.Range(0, layers).Select(_ => Tensor.Zeros(shape).Keep())];
        _values = [.. Enumerable.Range(0, layers).Select(_ => Tensor.Zeros(shape).Keep())];
    }

    /// <summary>Positions it can hold.</summary>
    public int Capacity { get; }

    /// <summary>Positions that hold keys and values of all layers.</summary>
    public int Length { get; private set; }

    /// <summary>Bytes of keys and values.</summary>
    public long Bytes => 2L * _keys.Length * _keys[0].ElementCount * sizeof(float);

    /// <summary>Writes rows of one layer behind what is there.</summary>
    /// <returns>All keys and values of the layer, the new ones included: [length, K, D].</returns>
    /// <exception cref="InvalidOperationException">There is no room.</exception>
    internal (Tensor Keys, Tensor Values) Append(int layer, Tensor keys, Tensor values)
    {
        int rows = keys.Shape[0];
        if (rows > Capacity - Length)
            throw new InvalidOperationException($"cache: expected at most {Capacity - Length} more positions of {Capacity}, got {rows}");
        _keys[layer].Slice(0, Length, rows).CopyFrom(keys.Contiguous());
        _values[layer].Slice(0, Length, rows).CopyFrom(values.Contiguous());
        return (_keys[layer].Slice(0, 0, Length + rows), _values[layer].Slice(0, 0, Length + rows));
    }

    /// <summary>Counts rows that all layers have appended.</summary>
    /// <exception cref="InvalidOperationException">There is no room for them.</exception>
    public void Advance(int rows)
    {
        if (rows < 0 || rows > Capacity - Length)
            throw new InvalidOperationException($"cache: expected at most {Capacity - Length} more positions of {Capacity}, got {rows}");
        Length += rows;
    }

    /// <summary>Forgets all positions from <paramref name="length"/> on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It does not hold as many.</exception>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        Length = length;
    }

    /// <summary>Takes over what another cache of the same sizes holds.</summary>
    /// <exception cref="ArgumentException">It is of other sizes or holds more than this one can.</exception>
    public void CopyFrom(KeyValueCache other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other._keys.Length != _keys.Length || other.Length > Capacity)
            throw new ArgumentException($"cache: expected one of {_keys.Length} layers and at most {Capacity} positions, got {other._keys.Length} and {other.Length}");
        for (int layer = 0; layer < _keys.Length; layer++)
        {
            _keys[layer].Slice(0, 0, other.Length).CopyFrom(other._keys[layer].Slice(0, 0, other.Length));
            _values[layer].Slice(0, 0, other.Length).CopyFrom(other._values[layer].Slice(0, 0, other.Length));
        }

        Length = other.Length;
    }
}
