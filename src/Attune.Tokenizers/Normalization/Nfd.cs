namespace Attune.Tokenizers;

/// <summary>Unicode's normal form NFD (canonical decomposition), by Unicode 15.0.</summary>
public sealed class Nfd : Normalizer
{
    internal override void Apply(AlignedText text) => NormalForm.D.Apply(text);
}
