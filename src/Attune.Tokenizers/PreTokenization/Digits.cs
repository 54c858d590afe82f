namespace Attune.Tokenizers;

/// <summary>Cuts numbers, characters of Unicode's category N, from the rest.</summary>
public sealed class Digits : PreTokenizer
{
    /// <summary>A pre-tokenizer of this option.</summary>
    /// <param name="individualDigits">Whether each digit is a piece, and not each number.</param>
    public Digits(bool individualDigits = false)
    {
        IndividualDigits = individualDigits;
        Splitter = CharacterSplitters.Digits(individualDigits);
    }

    /// <summary>Whether each digit is a piece, and not each number.</summary>
    public bool IndividualDigits { get; }

    internal override Splitter Splitter { get; }

    internal override bool CutsBeforeWords => false;

    internal override bool LetsCutBeforeWords => true;
}
