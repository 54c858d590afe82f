namespace Attune.Formats;

/// <summary>The pieces of a vocabulary as one run of bytes and where each ends: 4 bytes a piece besides its own.</summary>
internal sealed class PieceTable(int count, int bytes)
{
    private readonly byte[] _bytes = new byte[bytes];
    private readonly int[] _ends = new int[count];

    public int Count { get; private set; }

    /// <exception cref="IndexOutOfRangeException">There is no such piece.</exception>
    public ReadOnlySpan<byte> this[int id]
    {
        get
        {
            int end = _ends[id];
            int start = id == 0 ? 0 : _ends[id - 1];
            return _bytes.AsSpan(start, end - start);
        }
    }

    public void Add(ReadOnlySpan<byte> piece)
    {
        int start = Count == 0 ? 0 : _ends[Count - 1];
        piece.CopyTo(_bytes.AsSpan(start));
        _ends[Count++] = start + piece.Length;
    }
}
