using System.Runtime.CompilerServices;

namespace Attune.Tokenizers;

/// <summary>
/// Tokens as a model finds them: id and the range of bytes of the model's text. Reused, so that a token costs no allocation. Not thread-safe.
/// </summary>
internal sealed class TokenBuffer
{
    private int[] _ids = new int[1024];
    private Piece[] _ranges = new Piece[1024];

    public int Count { get; private set; }

    public ReadOnlySpan<int> Ids => _ids.AsSpan(0, Count);

    /// <summary>The bytes each token stands for.</summary>
    public ReadOnlySpan<Piece> Ranges => _ranges.AsSpan(0, Count);

    /// <summary>The same, to be changed in place.</summary>
    public Span<Piece> MutableRanges => _ranges.AsSpan(0, Count);

    public void Clear() => Count = 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int id, int start, int end)
    {
        int count = Count;
        if ((uint)count >= (uint)_ids.Length)
            Grow(1);
        _ids[count] = id;
        _ranges[count] = new Piece(start, end);
        Count = count + 1;
    }

    /// <summary>Room for <paramref name="count"/> more tokens, to be written to the spans and then counted by <see cref="Advance"/>.</summary>
    public void Reserve(int count, out Span<int> ids, out Span<Piece> ranges)
    {
        if (_ids.Length - Count < count)
            Grow(count);
        ids = _ids.AsSpan(Count);
        ranges = _ranges.AsSpan(Count);
    }

    /// <summary>Counts tokens written to the spans of <see cref="Reserve"/>.</summary>
    public void Advance(int count) => Count += count;

    private void Grow(int count)
    {
        int length = (int)Math.Min(Math.Max(2L * _ids.Length, (long)Count + count), Array.MaxLength);
        Array.Resize(ref _ids, length);
        Array.Resize(ref _ranges, length);
    }
}
