namespace Attune.Tokenizers;

/// <summary>Cuts at punctuation: what Unicode calls so, and all of ASCII that is neither letter, digit, space nor control character.</summary>
public sealed class Punctuation : PreTokenizer
{
    /// <summary>A pre-tokenizer of this behavior.</summary>
    /// <param name="behavior">What becomes of the punctuation.</param>
    public Punctuation(SplitBehavior behavior = SplitBehavior.Isolated)
    {
        Behavior = behavior;
        Splitter = CharacterSplitters.Punctuation(behavior);
    }

    /// <summary>What becomes of the punctuation.</summary>
    public SplitBehavior Behavior { get; }

    internal override Splitter Splitter { get; }

    internal override bool CutsBeforeWords => false;

    internal override bool LetsCutBeforeWords => true;
}
