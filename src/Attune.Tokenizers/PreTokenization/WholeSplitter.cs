namespace Attune.Tokenizers;

/// <summary>Cuts nothing: all of the text is one piece.</summary>
internal sealed class WholeSplitter : Splitter
{
    public static WholeSplitter Instance { get; } = new();

    internal override bool CutsBeforeWords => false;

    internal override int Split(ReadOnlySpan<byte> text, ref int position, Span<Piece> pieces)
    {
        if (position == text.Length || pieces.IsEmpty)
            return 0;
        pieces[0] = new Piece(position, text.Length);
        position = text.Length;
        return 1;
    }
}
