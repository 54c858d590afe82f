namespace Attune.Tokenizers;

/// <summary>Cuts at white space, which is dropped, and around each punctuation character.</summary>
public sealed class BertPreTokenizer : PreTokenizer
{
    internal override Splitter Splitter => CharacterSplitters.Bert;

    internal override bool CutsBeforeWords => true;
}
