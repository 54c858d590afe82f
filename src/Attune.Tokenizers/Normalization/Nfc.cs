namespace Attune.Tokenizers;

/// <summary>Unicode's normal form NFC (canonical composition), by Unicode 15.0.</summary>
public sealed class Nfc : Normalizer
{
    internal override void Apply(AlignedText text) => NormalForm.C.Apply(text);
}
