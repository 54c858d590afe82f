namespace Attune.Nn;

/// <summary>
/// Keys and values of one sequence, so that a token is computed once and seen by all that follow: which rows of a <see cref="KeyValuePool"/> its positions are. Not
/// thread-safe.
/// </summary>
public sealed class KeyValueCache
{
    private const int LeastRows = 16;

    private readonly KeyValuePool _pool;
    private readonly int _generation;
    private int[] _rows = [];
    private int _held; // rows: of all positions, and of those that the pass in progress adds

    internal KeyValueCache(KeyValuePool pool, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        (_pool, _generation, Capacity) = (pool, pool.Generation, capacity);
    }

    /// <summary>Positions that it may have.</summary>
    public int Capacity { get; }

    /// <summary>Positions that hold keys and values of all layers.</summary>
    public int Length { get; private set; }

    /// <summary>Where its rows are.</summary>
    /// <exception cref="InvalidOperationException">The pool was cleared since.</exception>
    internal KeyValuePool Pool => _generation == _pool.Generation
        ? _pool
        : throw new InvalidOperationException("cache: expected a pool that holds its rows, got one that was cleared");

    /// <summary>The row of each position, those of the pass in progress included.</summary>
    internal ReadOnlySpan<int> Rows => _rows.AsSpan(0, _held);

    /// <summary>Another sequence that has been the same so far: it shares the rows and goes on by itself. No keys or values are copied.</summary>
    /// <exception cref="InvalidOperationException">The pool was cleared since.</exception>
    public KeyValueCache Fork()
    {
        var past = Rows[..Length];
        Pool.Share(past);
        var fork = new KeyValueCache(_pool, Capacity) { _rows = new int[_rows.Length], _held = Length, Length = Length };
        past.CopyTo(fork._rows);
        return fork;
    }

    /// <summary>Counts rows that all layers have added.</summary>
    /// <exception cref="InvalidOperationException">There is no room for them, or the pool was cleared since.</exception>
    public void Advance(int rows)
    {
        CheckRoom(rows);
        // A model without attention adds none.
        int missing = Length + rows - _held;
        if (missing > 0)
            Hold(Pool.Take(missing), missing);
        Length += rows;
    }

    /// <summary>Forgets all positions from <paramref name="length"/> on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It does not hold as many.</exception>
    /// <exception cref="InvalidOperationException">The pool was cleared since.</exception>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        Pool.Release(Rows[length..]);
        (_held, Length) = (length, length);
    }

    /// <exception cref="InvalidOperationException">There is no room for so many more positions.</exception>
    internal void CheckRoom(int rows)
    {
        if (rows < 0 || rows > Capacity - Length)
            throw new InvalidOperationException($"cache: expected at most {Capacity - Length} more positions of {Capacity}, got {rows}");
    }

    /// <summary>Gives rows back that a pass took but did not bring to its end.</summary>
    internal void DropUnfinished() => Truncate(Length);

    /// <summary>Adds rows that were taken one after the other, to be counted by <see cref="Advance"/>.</summary>
    internal void Hold(int first, int rows)
    {
        if (_held + rows > _rows.Length)
            Array.Resize(ref _rows, Math.Max(_held + rows, Math.Max(LeastRows, 2 * _rows.Length)));
        for (int i = 0; i < rows; i++)
            _rows[_held + i] = first + i;
        _held += rows;
    }

    /// <summary>Whether it is where a pass that took the rows from <paramref name="first"/> on has left it.</summary>
    internal bool IsWithinPass(int past, int first, int rows) =>
        Length == past && _held == past + rows && (rows == 0 || _rows[past] == first);
}
