namespace Attune.Tokenizers;

/// <summary>
/// A binary heap of numbers (0, 1, 2, ... of something) whose order may change while they are in it: it knows where each one is. Not thread-safe.
/// </summary>
/// <param name="order">Below 0 where its first argument is to be taken first.</param>
internal sealed class IndexedHeap(Comparison<int> order)
{
    private const int Absent = -1;

    private readonly List<int> _items = [];
    private readonly List<int> _places = [];

    /// <summary>Adds an item that is not in the heap.</summary>
    public void Add(int item)
    {
        while (_places.Count <= item)
            _places.Add(Absent);
        _items.Add(item);
        Rise(_items.Count - 1, item);
    }

    /// <summary>Takes the first item out.</summary>
    public bool TryTake(out int item)
    {
        if (_items.Count == 0)
        {
            item = Absent;
            return false;
        }

        item = _items[0];
        Remove(item);
        return true;
    }

    /// <summary>Takes an item out, if it is there.</summary>
    public void Remove(int item)
    {
        if (!TryFind(item, out int place))
            return;
        _places[item] = Absent;
        int last = _items[^1];
        _items.RemoveAt(_items.Count - 1);
        if (last == item)
            return;
        _places[last] = place;
        _items[place] = last;
        Update(last);
    }

    /// <summary>Moves an item to its place, if it is in the heap, after its order has changed.</summary>
    public void Update(int item)
    {
        if (!TryFind(item, out int place))
            return;
        if (place > 0 && order(item, _items[(place - 1) / 2]) < 0)
            Rise(place, item);
        else
            Sink(place, item);
    }

    private bool TryFind(int item, out int place)
    {
        place = item < _places.Count ? _places[item] : Absent;
        return place != Absent;
    }

    private void Rise(int place, int item)
    {
        while (place > 0 && order(item, _items[(place - 1) / 2]) < 0)
        {
            Put(place, _items[(place - 1) / 2]);
            place = (place - 1) / 2;
        }

        Put(place, item);
    }

    private void Sink(int place, int item)
    {
        while (2 * place + 1 < _items.Count)
        {
            int child = 2 * place + 1;
            if (child + 1 < _items.Count && order(_items[child + 1], _items[child]) < 0)
                child++;
            if (order(_items[child], item) >= 0)
                break;
            Put(place, _items[child]);
            place = child;
        }

        Put(place, item);
    }

    private void Put(int place, int item)
    {
        _items[place] = item;
        _places[item] = place;
    }
}
