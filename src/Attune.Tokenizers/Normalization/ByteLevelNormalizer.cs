namespace Attune.Tokenizers;

/// <summary>
/// Marks a byte-level tokenizer, whose files write each byte as a character of its own (GPT-2's "Ġ" for a space). Vocabularies here hold the raw
/// bytes, so it changes nothing; it exists to be read and written.
/// </summary>
public sealed class ByteLevelNormalizer : Normalizer
{
    internal override void Apply(AlignedText text)
    {
    }
}
