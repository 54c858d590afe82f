namespace Attune.Tokenizers;

/// <summary>Cuts at white space, which is dropped, and around each punctuation character.</summary>
public sealed class BertPreTokenizer : PreTokenizer
{
    private static readonly PatternSplitter s_splitter =
        new(new SplitPattern($@"[{Punctuation.Characters}]|[^\s{Punctuation.Characters}]+"), SplitBehavior.Removed, invert: true);

    internal override Splitter Splitter => s_splitter;

    internal override bool CutsBeforeWords => true;
}
