using System.Runtime.CompilerServices;

namespace Attune.Tokenizers;

/// <summary>
/// The cuts of cl100k, and of Llama 3 and Qwen 2:
/// <c>(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+</c>.
/// </summary>
/// <param name="digits">The most numbers in a piece: 3, or 1 where the pattern says <c>\p{N}</c> alone.</param>
/// <param name="keepsLastSpaces">White space at the end of the text is one piece, whatever newlines it has: the pattern has <c>\s++$</c> before <c>\s*[\r\n]</c>.</param>
internal sealed class Cl100kSplitter(int digits = 3, bool keepsLastSpaces = false) : ScanningSplitter<Cl100kSplitter.Rules>(new Rules(digits, keepsLastSpaces))
{
    internal readonly struct Rules(int digits, bool keepsLastSpaces) : IPieceRules
    {
        public int PieceEnd(ReadOnlySpan<byte> text, int start)
        {
            int contraction = PieceScan.ContractionOfAnyCase(text, start);
            if (contraction > 0)
                return start + contraction;
            CharacterKinds kind = CharacterKindTable.At(text, start, out int length);
            if (kind == CharacterKinds.Number)
                return PieceScan.Numbers(text, start, digits);
            int second = start + length;
            CharacterKinds next = second < text.Length ? CharacterKindTable.At(text, second, out _) : CharacterKinds.Space;
            if ((kind & CharacterKinds.Letter) != 0 || (kind != CharacterKinds.Newline && (next & CharacterKinds.Letter) != 0))
                return CharacterKindTable.EndOfRun(text, second, CharacterKinds.Letter);
            if (text[start] == ' ' ? (next & CharacterKinds.NeitherSpaceLetterNorNumber) != 0 : (kind & CharacterKinds.NeitherSpaceLetterNorNumber) != 0)
            {
                int symbols = CharacterKindTable.EndOfRun(text, second, CharacterKinds.NeitherSpaceLetterNorNumber);
                return CharacterKindTable.EndOfRun(text, symbols, CharacterKinds.Newline);
            }

            if (keepsLastSpaces && CharacterKindTable.EndOfRun(text, start, CharacterKinds.Space) == text.Length)
                return text.Length;
            return PieceScan.SpacesToNewline(text, start);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ulong Starts(ReadOnlySpan<byte> text, in AsciiBlock block, ref ulong unknown)
        {
            ulong letters = block.Upper | block.Lower;
            ulong starts = PieceScan.StartsOfOthers(block, digits, ref unknown);
            starts |= letters & ~AsciiBlock.After(letters | block.Blank | (block.Symbol & starts));
            return PieceScan.CutContractions(text, starts, block.Apostrophe & starts, anyCase: true, cutBefore: true);
        }
    }
}
