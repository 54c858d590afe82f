namespace Attune.Tokenizers;

/// <summary>How one published pattern cuts.</summary>
internal interface IPieceRules
{
    /// <summary>Where the piece ends that starts at a position before the end of the text.</summary>
    int PieceEnd(ReadOnlySpan<byte> text, int start);
}

/// <summary>Cuts as a published pattern does, without backtracking: its matches are the pieces, and leave nothing between them.</summary>
internal abstract class ScanningSplitter<TRules>(TRules rules) : Splitter
    where TRules : struct, IPieceRules
{
    internal override bool CutsBeforeWords => true;

    internal override int Split(ReadOnlySpan<byte> text, ref int position, Span<Piece> pieces)
    {
        int count = 0;
        int start = position;
        while (start < text.Length && count < pieces.Length)
        {
            int end = rules.PieceEnd(text, start);
            pieces[count++] = new Piece(start, end);
            start = end;
        }

        position = start;
        return count;
    }
}
