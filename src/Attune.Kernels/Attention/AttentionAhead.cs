using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>
/// Keys and values that are wanted next, asked for a few rows at a time while the products run: rows of a head lie far apart, so
/// the processor does not see them coming, and all at once they would wait for each other.
/// </summary>
internal unsafe struct AttentionAhead
{
    private const int CacheLine = 16;

    private readonly long _keyStride;
    private readonly long _valueStride;
    private readonly int _dim;
    private readonly int _rowsAtATime;
    private float* _keys;
    private float* _values;
    private int _left;

    /// <summary><paramref name="rows"/> rows, over the steps that <paramref name="keyCount"/> keys of <see cref="AttentionTile{V}.Scores"/> take.</summary>
    public AttentionAhead(float* keys, long keyStride, float* values, long valueStride, int dim, int rows, int keyCount)
    {
        _keys = keys;
        _keyStride = keyStride;
        _values = values;
        _valueStride = valueStride;
        _dim = dim;
        _left = rows;
        int steps = Math.Max(1, keyCount / 8);
        _rowsAtATime = (rows + steps - 1) / steps;
    }

    /// <summary>Asks for the next rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step()
    {
        for (int i = 0; i < _rowsAtATime && _left > 0; i++, _left--, _keys += _keyStride, _values += _valueStride)
        {
            for (int d = 0; d < _dim; d += CacheLine)
            {
                AttentionPacking.Prefetch(_keys + d);
                AttentionPacking.Prefetch(_values + d);
            }
        }
    }
}
