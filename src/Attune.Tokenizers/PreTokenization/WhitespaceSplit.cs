namespace Attune.Tokenizers;

/// <summary>Cuts at white space and drops it.</summary>
public sealed class WhitespaceSplit : PreTokenizer
{
    private static readonly PatternSplitter s_splitter = new(new SplitPattern(@"\s"), SplitBehavior.Removed);

    internal override Splitter Splitter => s_splitter;

    internal override bool CutsBeforeWords => true;
}
