namespace Attune.Inference;

/// <summary>Rows that decoders computed, for measurements.</summary>
/// <param name="Computed">Rows of all steps.</param>
/// <param name="Followed">Running translations of every sentence in every step: if there are as many, no row was for nothing.</param>
/// <param name="Padded">Rows if every sentence had all its beams until the last one of its batch is done, as padded batches have them.</param>
internal readonly record struct TranslationRows(long Computed, long Followed, long Padded)
{
    public static TranslationRows operator +(TranslationRows left, TranslationRows right) =>
        new(left.Computed + right.Computed, left.Followed + right.Followed, left.Padded + right.Padded);
}
