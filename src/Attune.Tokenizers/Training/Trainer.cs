namespace Attune.Tokenizers;

/// <summary>What every trainer is told. Immutable; a trainer can be used from several threads.</summary>
public abstract record Trainer
{
    private protected Trainer()
    {
    }

    /// <summary>How many tokens the vocabulary shall have, special tokens and alphabet among them. A text may give fewer: see the result.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>
    /// Tokens that get the first ids, in this order. Where one stands in the text, the text is cut and the token itself not counted: no word reaches over it.
    /// </summary>
    public IReadOnlyList<string> SpecialTokens { get; init; } = [];

    /// <summary>How many threads count words; all processors by default. The result does not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}

/// <summary>What every training gives.</summary>
/// <param name="Vocabulary">The tokens: special tokens, then the alphabet, then what was learned, in the order of learning.</param>
/// <param name="RequestedSize">How many tokens were asked for.</param>
public abstract record TrainingResult(Vocabulary Vocabulary, int RequestedSize)
{
    /// <summary>Whether the text gave as many tokens as were asked for.</summary>
    public bool IsComplete => Vocabulary.Count >= RequestedSize;
}
