namespace Attune.Tokenizers;

/// <summary>Unicode's normal form NFKD (compatibility decomposition), by Unicode 15.0.</summary>
public sealed class Nfkd : Normalizer
{
    internal override void Apply(AlignedText text) => NormalForm.KD.Apply(text);
}
