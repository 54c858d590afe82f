namespace Attune.Tokenizers;

/// <summary>The symbols of one piece, and what they have been merged into so far: ids, and where in the text each begins. Reused. Not thread-safe.</summary>
internal sealed class BpeSymbols
{
    // What a long piece needed is given back after it.
    private const int KeptLength = 1 << 16;

    private int[] _ids = new int[256];
    private int[] _starts = new int[256];

    public int Count { get; private set; }

    public Span<int> Ids => _ids.AsSpan(0, Count);

    public Span<int> Starts => _starts.AsSpan(0, Count);

    public void Clear()
    {
        Count = 0;
        if (_ids.Length > KeptLength)
        {
            _ids = new int[256];
            _starts = new int[256];
        }
    }

    /// <summary>Makes room for that many symbols in all.</summary>
    public void Reserve(int count)
    {
        if (_ids.Length >= count)
            return;
        Array.Resize(ref _ids, count);
        Array.Resize(ref _starts, count);
    }

    public void Add(int id, int start)
    {
        if (Count == _ids.Length)
            Reserve((int)Math.Min(2L * Count, Array.MaxLength));
        _ids[Count] = id;
        _starts[Count++] = start;
    }

    /// <summary>Keeps the first <paramref name="count"/>.</summary>
    public void Truncate(int count) => Count = count;
}
