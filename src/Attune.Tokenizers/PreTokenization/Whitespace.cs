namespace Attune.Tokenizers;

/// <summary>Cuts into words (letters, marks, digits, connectors: <c>\w+</c>) and runs of anything else but white space, which is dropped.</summary>
public sealed class Whitespace : PreTokenizer
{
    internal override Splitter Splitter => CharacterSplitters.Whitespace;

    internal override bool CutsBeforeWords => true;
}
