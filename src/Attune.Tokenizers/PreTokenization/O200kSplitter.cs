using System.Runtime.CompilerServices;

namespace Attune.Tokenizers;

/// <summary>
/// The cuts of o200k. With U for <c>[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]</c>, L for <c>[\p{Ll}\p{Lm}\p{Lo}\p{M}]</c> and C for <c>(?i:'s|'t|'re|'ve|'m|'ll|'d)?</c>:
/// <c>[^\r\n\p{L}\p{N}]?U*L+C|[^\r\n\p{L}\p{N}]?U+L*C|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+</c>.
/// </summary>
/// <param name="digits">The most numbers in a piece: 3, or 1 where the pattern says <c>\p{N}</c> alone.</param>
/// <param name="contractions">Whether the pattern has C; Mistral's has not.</param>
internal sealed class O200kSplitter(int digits = 3, bool contractions = true) : ScanningSplitter<O200kSplitter.Rules>(new Rules(digits, contractions))
{
    internal readonly struct Rules(int digits, bool contractions) : IPieceRules
    {
        private const CharacterKinds Uppers = CharacterKinds.Upper | CharacterKinds.Caseless | CharacterKinds.Mark;
        private const CharacterKinds Lowers = CharacterKinds.Lower | CharacterKinds.Caseless | CharacterKinds.Mark;

        public int PieceEnd(ReadOnlySpan<byte> text, int start)
        {
            CharacterKinds kind = CharacterKindTable.At(text, start, out int length);
            if (kind == CharacterKinds.Number)
                return PieceScan.Numbers(text, start, digits);
            int second = start + length;
            // A mark may precede a word and may be in one: with the same end, since both sets of letters have it.
            int word = (kind & (Uppers | Lowers)) != 0 ? Word(text, start)
                : kind == CharacterKinds.Newline ? -1
                : Word(text, second);
            if (word >= 0)
                return word + (contractions ? PieceScan.ContractionOfAnyCase(text, word) : 0);
            CharacterKinds next = second < text.Length ? CharacterKindTable.At(text, second, out _) : CharacterKinds.Space;
            if (text[start] == ' ' ? (next & CharacterKinds.NeitherSpaceLetterNorNumber) != 0 : (kind & CharacterKinds.NeitherSpaceLetterNorNumber) != 0)
            {
                int end = CharacterKindTable.EndOfRun(text, second, CharacterKinds.NeitherSpaceLetterNorNumber);
                while (end < text.Length && text[end] is (byte)'\r' or (byte)'\n' or (byte)'/')
                    end++;
                return end;
            }

            return PieceScan.SpacesToNewline(text, start);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ulong Starts(ReadOnlySpan<byte> text, in AsciiBlock block, ref ulong unknown)
        {
            ulong letters = block.Upper | block.Lower;
            ulong starts = PieceScan.StartsOfOthers(block, digits, ref unknown);
            // A slash after newlines belongs to them if a symbol precedes them.
            unknown |= block.Slash & AsciiBlock.After(block.Newline);
            starts |= letters & ~AsciiBlock.After(letters | block.Blank | (block.Symbol & starts));
            starts |= block.Upper & AsciiBlock.After(block.Lower);
            ulong apostrophes = contractions ? block.Apostrophe & AsciiBlock.After(letters) : 0;
            return PieceScan.CutContractions(text, starts, apostrophes, anyCase: true, cutBefore: false);
        }

        /// <summary>The end of <c>U*L+|U+L*</c> at a position; -1 where there is none.</summary>
        private static int Word(ReadOnlySpan<byte> text, int position)
        {
            int start = position;
            int lastOfBoth = -1;
            while (position < text.Length && CharacterKindTable.At(text, position, out int length) is var kind && (kind & Uppers) != 0)
            {
                position += length;
                if ((kind & Lowers) != 0)
                    lastOfBoth = position;
            }

            int end = CharacterKindTable.EndOfRun(text, position, Lowers);
            if (end > position)
                return end;
            // No lower-case letter follows: L+ takes back the last character that may be either; the capitals after it are cut off.
            if (lastOfBoth >= 0)
                return lastOfBoth;
            return position > start ? position : -1;
        }
    }
}
