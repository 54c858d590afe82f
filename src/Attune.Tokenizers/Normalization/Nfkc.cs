namespace Attune.Tokenizers;

/// <summary>Unicode's normal form NFKC (compatibility composition), by Unicode 15.0.</summary>
public sealed class Nfkc : Normalizer
{
    internal override void Apply(AlignedText text) => NormalForm.KC.Apply(text);
}
