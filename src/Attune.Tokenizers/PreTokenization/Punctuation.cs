namespace Attune.Tokenizers;

/// <summary>Cuts at punctuation: what Unicode calls so, and all of ASCII that is neither letter, digit, space nor control character.</summary>
public sealed class Punctuation : PreTokenizer
{
    /// <summary>The characters, as a part of a pattern's class.</summary>
    internal const string Characters = @"!-/:-@\[-`{-~\p{P}";

    /// <summary>A pre-tokenizer of this behavior.</summary>
    /// <param name="behavior">What becomes of the punctuation.</param>
    public Punctuation(SplitBehavior behavior = SplitBehavior.Isolated)
    {
        Behavior = behavior;
        Splitter = new PatternSplitter(new SplitPattern($"[{Characters}]"), behavior);
    }

    /// <summary>What becomes of the punctuation.</summary>
    public SplitBehavior Behavior { get; }

    internal override Splitter Splitter { get; }

    internal override bool CutsBeforeWords => false;

    internal override bool LetsCutBeforeWords => true;
}
