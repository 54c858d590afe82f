using System.Numerics;

namespace Attune.Tokenizers;

/// <summary>How one published pattern cuts.</summary>
internal interface IPieceRules
{
    /// <summary>Where the piece ends that starts at a position before the end of the text.</summary>
    int PieceEnd(ReadOnlySpan<byte> text, int start);

    /// <summary>
    /// Where pieces start in the first 64 bytes of a text of which the first byte starts one, by arithmetic on all of them at once.
    /// </summary>
    /// <param name="text">At least 64 bytes.</param>
    /// <param name="block">The kinds of its first 64.</param>
    /// <param name="unknown">
    /// Takes one more bit for each place from where on the answer is not to be used; white space just before the first such place is not, either.
    /// </param>
    ulong Starts(ReadOnlySpan<byte> text, in AsciiBlock block, ref ulong unknown);
}

/// <summary>
/// Cuts as a published pattern does, without backtracking: its matches are the pieces, and leave nothing between them. ASCII is cut 64 bytes at a
/// time, without a branch for each byte; where that is not enough, one piece at a time.
/// </summary>
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
            int slow = start;
            if (AsciiBlock.IsFast && text.Length - start >= AsciiBlock.Length && pieces.Length - count >= AsciiBlock.Length && text[start] < 0x80)
                slow = SplitBlock(text[start..], ref start, pieces, ref count);
            while (start <= slow && count < pieces.Length)
            {
                int end = rules.PieceEnd(text, start);
                pieces[count++] = new Piece(start, end);
                start = end;
            }
        }

        position = start;
        return count;
    }

    /// <summary>Writes the pieces that end within a block, and moves the start past them.</summary>
    /// <returns>Up to where pieces must start that are cut one at a time; below the new start when none has to.</returns>
    private int SplitBlock(ReadOnlySpan<byte> text, ref int start, Span<Piece> pieces, ref int count)
    {
        var block = new AsciiBlock(text);
        // What the last byte is depends on the next block.
        const ulong last = 1UL << (AsciiBlock.Length - 1);
        ulong unknown = block.NotAscii | last;
        ulong starts = rules.Starts(text, block, ref unknown);
        int known = BitOperations.TrailingZeroCount(unknown);
        // How white space is cut depends on what follows it: what is known ends with the last byte of another kind.
        ulong solid = ~(block.Blank | block.Newline) & ((1UL << known) - 1);
        int trusted = AsciiBlock.Length - BitOperations.LeadingZeroCount(solid);
        starts &= ((1UL << trusted) - 1) & ~1UL;

        int first = start;
        bool none = starts == 0;
        for (; starts != 0; starts &= starts - 1)
        {
            int end = first + BitOperations.TrailingZeroCount(starts);
            pieces[count++] = new Piece(start, end);
            start = end;
        }

        return none || known < AsciiBlock.Length - 1 ? Math.Max(start, first + known) : start - 1;
    }
}
