namespace Attune.Tokenizers;

/// <summary>Into what units a tokenizer cuts text, and how it learns them.</summary>
public enum TokenizerAlgorithm
{
    /// <summary>Byte-pair encoding of bytes, as in GPT-2. Lossless for any bytes. Special token <c>&lt;|endoftext|&gt;</c>.</summary>
    Bpe,

    /// <summary>Byte-pair encoding of characters, as in SentencePiece and Llama 2: a space is a part of the word after it, a character without a token becomes its bytes.</summary>
    SentencePieceBpe,

    /// <summary>A unigram language model, as in SentencePiece and T5: the most probable tokens. Spaces and unknown characters as of <see cref="SentencePieceBpe"/>.</summary>
    Unigram,

    /// <summary>WordPiece, as in BERT, with its normalization: lower case, no accents.</summary>
    WordPiece,

    /// <summary>The most frequent words; others are unknown.</summary>
    Words,

    /// <summary>The characters of the text; others are unknown.</summary>
    Characters,

    /// <summary>Each byte a token, its id the byte. Nothing is learned.</summary>
    Bytes,
}

/// <summary>By which pattern byte-level byte-pair encoding cuts a text into words, over whose ends no token reaches.</summary>
public enum WordPattern
{
    /// <summary>GPT-2's.</summary>
    Gpt2,

    /// <summary>That of GPT-4 and Llama 3: three digits at most together.</summary>
    Cl100k,

    /// <summary>That of GPT-4o: cl100k's, and words cut where lower case meets upper case.</summary>
    O200k,
}

/// <summary>What tokenizer to train. What is left out has the default of its algorithm. Immutable.</summary>
public sealed record TokenizerTraining
{
    /// <summary>The algorithm.</summary>
    public required TokenizerAlgorithm Algorithm { get; init; }

    /// <summary>
    /// How many tokens there shall be, special tokens and alphabet among them; a text may give fewer. Null for 32,000, for all characters of the text, or for all bytes.
    /// </summary>
    public int? VocabularySize { get; init; }

    /// <summary>Special tokens after those that the algorithm has of its own. For byte-level models: null for <c>&lt;|endoftext|&gt;</c>.</summary>
    public IReadOnlyList<string>? SpecialTokens { get; init; }

    /// <summary>How often a pair of tokens, or a word, must occur to be learned; null for 2, for WordPiece 20. Unigram, characters and bytes do not look at it.</summary>
    public long? MinimumFrequency { get; init; }

    /// <summary>
    /// The part of all characters of the text that the alphabet shall cover, from 0 to 1; null for 0.9995 in the SentencePiece algorithms, else 1. Byte-level models, bytes
    /// and words do not look at it.
    /// </summary>
    public double? CharacterCoverage { get; init; }

    /// <summary>What changes a text first; null for nothing, and for WordPiece BERT's normalization.</summary>
    public Normalizer? Normalizer { get; init; }

    /// <summary>How byte-level byte-pair encoding cuts a text into words.</summary>
    public WordPattern WordPattern { get; init; }

    /// <summary>How many threads work; all processors by default. The result does not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
