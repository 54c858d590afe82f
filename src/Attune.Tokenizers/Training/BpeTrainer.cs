namespace Attune.Tokenizers;

/// <summary>Learns the merges of byte pair encoding.</summary>
public sealed record BpeTrainer : Trainer
{
    /// <summary>Whether words begin as characters, and not as bytes.</summary>
    public bool Characters { get; init; }

    /// <summary>For characters: the part of all characters of the corpus that the alphabet shall cover, from 0 to 1. Pairs with the others are not learned.</summary>
    public double CharacterCoverage { get; init; } = 1;

    /// <summary>Pairs that occur less often are not merged.</summary>
    public long MinimumFrequency { get; init; } = 1;

    /// <summary>The longest token that may be learned, in bytes or characters, whichever the words begin as.</summary>
    public int MaximumTokenLength { get; init; } = int.MaxValue;

    /// <summary>Counts the words of the corpus and learns the merges.</summary>
    /// <exception cref="ArgumentException">The vocabulary size has no room for special tokens and alphabet.</exception>
    /// <exception cref="TokenizationException">The corpus is empty.</exception>
    public BpeTrainingResult Train(
        TrainingCorpus corpus, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default) => throw new NotImplementedException();
}

/// <summary>What byte pair encoding learned.</summary>
/// <param name="Merges">The pairs of tokens that merge, the first learned first.</param>
public sealed record BpeTrainingResult(Vocabulary Vocabulary, int RequestedSize, IReadOnlyList<(int Left, int Right)> Merges)
    : TrainingResult(Vocabulary, RequestedSize);
