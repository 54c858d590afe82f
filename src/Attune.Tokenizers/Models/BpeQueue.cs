namespace Attune.Tokenizers;

/// <summary>
/// Byte-pair encoding of long pieces, with the same result as <see cref="BpeScan"/>: pairs wait in one list for each rank, and the lists are worked
/// off from the lowest rank on, each from left to right. O(n log n) time at worst, some 40 bytes of memory a symbol. Not thread-safe.
/// </summary>
/// <remarks>
/// Nearly always what a merge makes has pairs of higher ranks only. Where it has not, as a table of priorities may have it, the pair waits in a
/// queue of its own, which goes before the list.
/// </remarks>
internal sealed class BpeQueue(MergeTable merges)
{
    private const int Merged = -1;

    // The first entry of the list of each rank, 0 for none, and the ranks that have one.
    private readonly int[] _first = new int[merges.RankLimit];
    private readonly PriorityQueue<int, int> _ranks = new();

    // Entries of the lists, from 1 on: where the pair begins, and the next entry. Those free make up a list too.
    private Entry[] _entries = new Entry[256];
    private int _entryCount = 1;
    private int _free;

    private readonly PriorityQueue<int, (int Rank, int Position)> _urgent = new();
    private int[] _open = new int[256];

    // How many symbols a token is made of, at its first and its last symbol: so both its neighbours can be found.
    private int[] _lengths = [];

    /// <summary>Merges in place; returns how many tokens are left, at the start of both spans.</summary>
    public int Merge(Span<int> ids, Span<int> starts)
    {
        if (_lengths.Length < ids.Length)
            _lengths = new int[ids.Length];
        _lengths.AsSpan(0, ids.Length).Fill(1);
        for (int i = 0; i + 1 < ids.Length; i++)
            Enter(ids, i, i + 1, current: -1);
        while (_ranks.TryDequeue(out int rank, out _))
        {
            var positions = Open(rank);
            for (int i = 0; i < positions.Length;)
            {
                if (_urgent.TryPeek(out int position, out var key) && key.CompareTo((rank, positions[i])) < 0)
                {
                    _urgent.Dequeue();
                    TryMerge(ids, position, key.Rank, rank);
                }
                else
                {
                    TryMerge(ids, positions[i++], rank, rank);
                }
            }

            while (_urgent.TryDequeue(out int position, out var key))
                TryMerge(ids, position, key.Rank, rank);
        }

        int count = 0;
        for (int i = 0; i < ids.Length; i += _lengths[i])
        {
            ids[count] = ids[i];
            starts[count++] = starts[i];
        }

        return count;
    }

    /// <summary>Merges the pair that begins at a symbol, if there still is one and it is still of the rank it was entered with.</summary>
    private void TryMerge(Span<int> ids, int position, int rank, int current)
    {
        if (ids[position] == Merged)
            return;
        int next = position + _lengths[position];
        if (next == ids.Length)
            return;
        ulong pair = merges.Find(ids[position], ids[next]);
        if ((uint)(pair >> 32) != (uint)rank)
            return;
        int length = _lengths[position] + _lengths[next];
        ids[position] = (int)pair;
        ids[next] = Merged;
        _lengths[position] = _lengths[position + length - 1] = length;
        if (position > 0)
            Enter(ids, position - _lengths[position - 1], position, current);
        if (position + length < ids.Length)
            Enter(ids, position, position + length, current);
    }

    /// <summary>Lets the pair of the tokens at two symbols wait for its turn, if it merges.</summary>
    private void Enter(Span<int> ids, int position, int next, int current)
    {
        ulong pair = merges.Find(ids[position], ids[next]);
        if (pair == MergeTable.None)
            return;
        int rank = (int)(pair >> 32);
        if (rank <= current)
        {
            _urgent.Enqueue(position, (rank, position));
            return;
        }

        int entry = _free;
        if (entry != 0)
            _free = _entries[entry].Next;
        else if ((entry = _entryCount++) == _entries.Length)
            Array.Resize(ref _entries, (int)Math.Min(2L * entry, Array.MaxLength));
        if (_first[rank] == 0)
            _ranks.Enqueue(rank, rank);
        _entries[entry] = new Entry(position, _first[rank]);
        _first[rank] = entry;
    }

    /// <summary>Takes the list of a rank, from left to right.</summary>
    private ReadOnlySpan<int> Open(int rank)
    {
        int count = 0;
        int last = 0;
        for (int entry = _first[rank]; entry != 0; entry = _entries[entry].Next)
        {
            if (count == _open.Length)
                Array.Resize(ref _open, (int)Math.Min(2L * count, Array.MaxLength));
            _open[count++] = _entries[entry].Position;
            last = entry;
        }

        _entries[last] = _entries[last] with { Next = _free };
        _free = _first[rank];
        _first[rank] = 0;

        // Mostly they were entered from left to right, and are in reverse now.
        var positions = _open.AsSpan(0, count);
        positions.Reverse();
        for (int i = 1; i < count; i++)
        {
            if (positions[i] < positions[i - 1])
            {
                positions.Sort();
                break;
            }
        }

        return positions;
    }

    private readonly record struct Entry(int Position, int Next);
}
