using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>
/// Rows of heads that are wanted next, asked for one at a time while the products run: they lie far apart, so the processor does
/// not see them coming, and all at once they would wait for each other, and the factors of the products behind them.
/// </summary>
internal unsafe struct AttentionAhead
{
    /// <summary>Keys of <see cref="AttentionTile{V}.Scores"/> after which it asks again.</summary>
    public const int KeysPerStep = 8;

    private const int CacheLine = 16;

    private readonly HeadPointer* _tensors;
    private readonly int _tensorCount;
    private readonly int _dim;
    private readonly int _firstHead;
    private readonly int _endHead;
    private readonly long _rowsAtATime;
    private int _tensor;
    private int _head;
    private long _row;
    private long _left;

    /// <summary><paramref name="lanes"/> lanes of all tensors, over <paramref name="steps"/> steps.</summary>
    /// <param name="tensors">Must stay where they are.</param>
    /// <param name="group">Heads of a row that are lanes, the first of them <paramref name="firstHead"/>.</param>
    /// <param name="firstRow">Row of lane 0.</param>
    public AttentionAhead(HeadPointer* tensors, int tensorCount, int dim, int firstHead, int group, long firstRow, int lane, int lanes, int steps)
    {
        _tensors = tensors;
        _tensorCount = tensorCount;
        _dim = dim;
        _firstHead = firstHead;
        _endHead = firstHead + group;
        _head = firstHead + (lane % group);
        _row = firstRow + (lane / group);
        _left = (long)Math.Max(0, lanes) * tensorCount;
        steps = Math.Max(1, steps);
        _rowsAtATime = (_left + steps - 1) / steps;
    }

    /// <summary>Asks for the next rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step()
    {
        for (long i = 0; i < _rowsAtATime && _left > 0; i++, _left--)
        {
            float* row = _tensors[_tensor].At(_row, _head);
            for (int d = 0; d < _dim; d += CacheLine)
                Prefetch.Second(row + d);
            if (++_tensor < _tensorCount)
                continue;
            _tensor = 0;
            if (++_head < _endHead)
                continue;
            _head = _firstHead;
            _row++;
        }
    }
}
