namespace Attune.Formats;

/// <summary>The algorithm of a SentencePiece model; the numbers are the file's.</summary>
public enum SentencePieceAlgorithm
{
    /// <summary>The segmentation of the highest probability, each piece having its own.</summary>
    Unigram = 1,

    /// <summary>Byte-pair encoding: neighbours merge, the highest score first.</summary>
    Bpe = 2,

    /// <summary>Words between white space.</summary>
    Word = 3,

    /// <summary>Characters.</summary>
    Char = 4,
}
