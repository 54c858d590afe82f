namespace Attune.Tokenizers;

/// <summary>Whether a tokenizer is byte-level: its file writes each byte of its tokens as a character of the <see cref="ByteAlphabet"/>.</summary>
internal static class ByteLevelParts
{
    public static bool AreIn(Normalizer? normalizer, PreTokenizer? preTokenizer, Decoder? decoder) =>
        IsIn(normalizer) || IsIn(preTokenizer) || IsIn(decoder);

    private static bool IsIn(Normalizer? normalizer) =>
        normalizer is ByteLevelNormalizer || (normalizer is NormalizerSequence sequence && sequence.Normalizers.Any(IsIn));

    private static bool IsIn(PreTokenizer? preTokenizer) =>
        preTokenizer is ByteLevel || (preTokenizer is PreTokenizerSequence sequence && sequence.PreTokenizers.Any(IsIn));

    private static bool IsIn(Decoder? decoder) =>
        decoder is ByteLevelDecoder || (decoder is DecoderSequence sequence && sequence.Decoders.Any(IsIn));
}
