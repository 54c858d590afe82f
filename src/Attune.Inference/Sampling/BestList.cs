namespace Attune.Inference;

/// <summary>The n greatest of any number of scores; of equal ones, those with lower keys. A heap with the worst on top: most offers cost one comparison.</summary>
internal sealed class BestList
{
    private (double Score, long Key)[] _heap = [];
    private int _capacity;

    public int Count { get; private set; }

    /// <summary>Forgets all, and from now on holds up to <paramref name="capacity"/>.</summary>
    public void Clear(int capacity)
    {
        if (_heap.Length < capacity)
            _heap = new (double, long)[capacity];
        (_capacity, Count) = (capacity, 0);
    }

    public void Offer(double score, long key)
    {
        if (Count < _capacity)
        {
            _heap[Count++] = (score, key);
            SiftUp(Count - 1);
        }
        else if (_capacity > 0 && IsBetter((score, key), _heap[0]))
        {
            _heap[0] = (score, key);
            SiftDown();
        }
    }

    /// <summary>The worst of those that are held.</summary>
    public (double Score, long Key) Worst => _heap[0];

    /// <summary>All that are held, best first. Offers are over until the next <see cref="Clear"/>.</summary>
    public ReadOnlySpan<(double Score, long Key)> Sorted()
    {
        var found = _heap.AsSpan(0, Count);
        found.Sort(static (x, y) => IsBetter(x, y) ? -1 : IsBetter(y, x) ? 1 : 0);
        return found;
    }

    private static bool IsBetter((double Score, long Key) x, (double Score, long Key) y) => x.Score > y.Score || (x.Score == y.Score && x.Key < y.Key);

    private void SiftUp(int at)
    {
        while (at > 0 && IsBetter(_heap[(at - 1) / 2], _heap[at]))
        {
            (_heap[at], _heap[(at - 1) / 2]) = (_heap[(at - 1) / 2], _heap[at]);
            at = (at - 1) / 2;
        }
    }

    private void SiftDown()
    {
        int at = 0;
        while (true)
        {
            int worst = (2 * at) + 1;
            if (worst >= Count)
                return;
            if (worst + 1 < Count && IsBetter(_heap[worst], _heap[worst + 1]))
                worst++;
            if (!IsBetter(_heap[at], _heap[worst]))
                return;
            (_heap[at], _heap[worst]) = (_heap[worst], _heap[at]);
            at = worst;
        }
    }
}
