using System.Buffers;

namespace Attune.Tokenizers;

/// <summary>The pieces of a list as they are now, in borrowed memory, while the list is filled anew.</summary>
internal readonly ref struct PieceCopy : IDisposable
{
    private readonly Piece[] _pieces;

    public PieceCopy(PieceList list)
    {
        _pieces = ArrayPool<Piece>.Shared.Rent(list.Count);
        list.Span.CopyTo(_pieces);
        Span = _pieces.AsSpan(0, list.Count);
    }

    public ReadOnlySpan<Piece> Span { get; }

    public void Dispose() => ArrayPool<Piece>.Shared.Return(_pieces);
}
