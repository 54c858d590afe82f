namespace Attune.Tokenizers;

/// <summary>Cuts the pieces of one splitter with another, which sees each as a text of its own.</summary>
internal sealed class ComposedSplitter(Splitter first, Splitter second) : Splitter
{
    private const int MaxTries = 16;

    // Where the first cuts, no piece of it reaches over; where only the second does, one may end right after the space, and what the second sees is another text.
    internal override bool CutsBeforeWords => first.CutsBeforeWords;

    internal override int Split(ReadOnlySpan<byte> text, ref int position, Span<Piece> pieces)
    {
        Span<Piece> wholes = stackalloc Piece[64];
        int count = 0;
        int ahead = position;
        while (ahead < text.Length)
        {
            int found = first.Split(text, ref ahead, wholes);
            foreach (var whole in wholes[..found])
            {
                int cut = Cut(text, whole, pieces[count..], out bool complete);
                if (!complete && count > 0)
                    return count; // this piece again, from its start, with all of the room
                if (!complete)
                    return ResumablePart(text, whole, pieces[..cut], ref position);
                count += cut;
                position = whole.End;
            }

            position = ahead;
        }

        return count;
    }

    private int Cut(ReadOnlySpan<byte> text, Piece whole, Span<Piece> pieces, out bool complete)
    {
        var part = text[whole.Start..whole.End];
        int count = 0;
        int position = 0;
        while (position < part.Length && count < pieces.Length)
            count += second.Split(part, ref position, pieces[count..]);
        foreach (ref var piece in pieces[..count])
            piece = new Piece(piece.Start + whole.Start, piece.End + whole.Start);
        complete = position == part.Length;
        return count;
    }

    // One piece of the first gives more than there is room for. Where the first, begun anew, finds the rest of that piece, the cut can go on; that is nearly
    // everywhere, since texts are runs of a kind. Where it is nowhere near, the cut goes on at the last piece all the same.
    private int ResumablePart(ReadOnlySpan<byte> text, Piece whole, ReadOnlySpan<Piece> pieces, ref int position)
    {
        Span<Piece> rest = stackalloc Piece[1];
        for (int count = pieces.Length; count > Math.Max(0, pieces.Length - MaxTries); count--)
        {
            int end = pieces[count - 1].End;
            int ahead = end;
            if (first.Split(text, ref ahead, rest) == 1 && rest[0] == whole with { Start = end })
            {
                position = end;
                return count;
            }
        }

        position = pieces[^1].End;
        return pieces.Length;
    }
}
