using System.Text;

namespace Attune.Tokenizers;

/// <summary>Cuts at a character and drops it.</summary>
public sealed class CharDelimiterSplit : PreTokenizer
{
    /// <summary>A pre-tokenizer of this delimiter.</summary>
    public CharDelimiterSplit(Rune delimiter)
    {
        Delimiter = delimiter;
        Splitter = CharacterSplitters.CharDelimiterSplit(delimiter.Value);
    }

    /// <summary>The character.</summary>
    public Rune Delimiter { get; }

    internal override Splitter Splitter { get; }

    internal override bool CutsBeforeWords => Delimiter.Value == ' ';

    internal override bool LetsCutBeforeWords => true;
}
