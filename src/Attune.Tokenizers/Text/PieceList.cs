namespace Attune.Tokenizers;

/// <summary>Pieces of a text in order, growing, reused. Not thread-safe.</summary>
internal sealed class PieceList
{
    private Piece[] _pieces = new Piece[1024];

    public int Count { get; private set; }

    public ReadOnlySpan<Piece> Span => _pieces.AsSpan(0, Count);

    public void Clear() => Count = 0;

    public void Add(Piece piece)
    {
        if (Count == _pieces.Length)
            Array.Resize(ref _pieces, 2 * Count);
        _pieces[Count++] = piece;
    }

    /// <summary>Adds all pieces that a splitter cuts from <paramref name="text"/>, moved by <paramref name="offset"/>.</summary>
    public void AddSplit(Splitter splitter, ReadOnlySpan<byte> text, int offset = 0)
    {
        Span<Piece> some = stackalloc Piece[64];
        for (int position = 0; position < text.Length;)
        {
            int count = splitter.Split(text, ref position, some);
            foreach (var piece in some[..count])
                Add(new Piece(piece.Start + offset, piece.End + offset));
        }
    }
}
