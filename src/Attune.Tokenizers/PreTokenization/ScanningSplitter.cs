using System.Numerics;
using System.Runtime.CompilerServices;

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
            if (AsciiBlock.IsFast && text.Length - start >= AsciiBlock.Length && pieces.Length - count >= AsciiBlock.Length
                && (text[start] | text[start + 1]) < 0x80)
            {
                ulong starts = TrustedStarts(text[start..], out int known);
                int written = Write(starts, start, pieces[count..]);
                // Without a start, or before what is no ASCII, go on one piece at a time.
                slow = written == 0 || known < AsciiBlock.Length - 1 ? start + known : 0;
                if (written > 0)
                {
                    count += written;
                    start = pieces[count - 1].End;
                }
            }

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

    /// <summary>The starts of pieces in a block after its first byte, as far as they do not depend on what comes later.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong TrustedStarts(ReadOnlySpan<byte> text, out int known)
    {
        var block = new AsciiBlock(text);
        // What the last byte is depends on the next block.
        const ulong last = 1UL << (AsciiBlock.Length - 1);
        ulong unknown = block.NotAscii | last;
        ulong starts = rules.Starts(text, block, ref unknown);
        known = BitOperations.TrailingZeroCount(unknown);
        // How white space is cut depends on what follows it: what is known ends with the last byte of another kind.
        ulong solid = ~(block.Blank | block.Newline) & ((1UL << known) - 1);
        int trusted = AsciiBlock.Length - BitOperations.LeadingZeroCount(solid);
        return starts & ((1UL << trusted) - 1) & ~1UL;
    }

    /// <summary>
    /// Writes the pieces that end at these bits, the first one of them from the start of the block on; eight at a time, since a loop that ends
    /// after as many turns as there are bits costs more than to write what the next pieces replace.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Write(ulong starts, int block, Span<Piece> pieces)
    {
        int total = BitOperations.PopCount(starts);
        int start = block;
        for (int written = 0; written < total; written += 8)
        {
            Span<Piece> eight = pieces.Slice(written, 8);
            for (int i = 0; i < 8; i++)
            {
                int end = block + BitOperations.TrailingZeroCount(starts);
                eight[i] = new Piece(start, end);
                start = end;
                starts &= starts - 1;
            }
        }

        return total;
    }
}
