namespace Attune.Tokenizers;

/// <summary>Cuts at white space and drops it.</summary>
public sealed class WhitespaceSplit : PreTokenizer
{
    internal override Splitter Splitter => CharacterSplitters.WhitespaceSplit;

    internal override bool CutsBeforeWords => true;
}
