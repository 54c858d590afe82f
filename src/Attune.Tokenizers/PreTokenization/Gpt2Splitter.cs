using System.Runtime.CompilerServices;

namespace Attune.Tokenizers;

/// <summary>
/// GPT-2's cuts: <c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c>.
/// </summary>
internal sealed class Gpt2Splitter() : ScanningSplitter<Gpt2Splitter.Rules>(default)
{
    internal readonly struct Rules : IPieceRules
    {
        public int PieceEnd(ReadOnlySpan<byte> text, int start)
        {
            int contraction = PieceScan.Contraction(text, start);
            if (contraction > 0)
                return start + contraction;
            int position = start + (text[start] == ' ' ? 1 : 0);
            CharacterKinds kind = position < text.Length ? CharacterKindTable.At(text, position, out int length) : CharacterKinds.Space;
            if ((kind & CharacterKinds.Space) != 0)
                return PieceScan.Spaces(text, start);
            CharacterKinds run = kind switch
            {
                CharacterKinds.Number => CharacterKinds.Number,
                CharacterKinds.Symbol or CharacterKinds.Mark => CharacterKinds.NeitherSpaceLetterNorNumber,
                _ => CharacterKinds.Letter,
            };
            return CharacterKindTable.EndOfRun(text, position, run);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ulong Starts(ReadOnlySpan<byte> text, in AsciiBlock block, ref ulong unknown)
        {
            ulong letters = block.Upper | block.Lower;
            ulong spaces = block.Blank | block.Newline;
            ulong starts = (letters & ~AsciiBlock.After(letters | block.Space))
                | (block.Digit & ~AsciiBlock.After(block.Digit | block.Space))
                | (block.Symbol & ~AsciiBlock.After(block.Symbol | block.Space))
                | (spaces & ~(AsciiBlock.After(spaces) & AsciiBlock.Before(spaces)))
                | 1;
            return PieceScan.CutContractions(text, starts, block.Apostrophe & starts, anyCase: false, cutBefore: true);
        }
    }
}
