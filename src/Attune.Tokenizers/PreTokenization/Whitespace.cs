namespace Attune.Tokenizers;

/// <summary>Cuts into words (letters, marks, digits, connectors: <c>\w+</c>) and runs of anything else but white space, which is dropped.</summary>
public sealed class Whitespace : PreTokenizer
{
    private static readonly PatternSplitter s_splitter = new(new SplitPattern(@"\w+|[^\w\s]+"), SplitBehavior.Removed, invert: true);

    internal override Splitter Splitter => s_splitter;

    internal override bool CutsBeforeWords => true;
}
