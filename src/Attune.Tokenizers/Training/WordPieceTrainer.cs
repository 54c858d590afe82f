namespace Attune.Tokenizers;

/// <summary>Learns the vocabulary of WordPiece.</summary>
public sealed record WordPieceTrainer : Trainer
{
    /// <summary>What tokens begin with that do not begin a word.</summary>
    public string ContinuingSubwordPrefix { get; init; } = "##";

    /// <summary>The part of all characters of the corpus that the alphabet shall cover, from 0 to 1.</summary>
    public double CharacterCoverage { get; init; } = 1;

    /// <summary>Pairs that occur less often are not merged.</summary>
    public long MinimumFrequency { get; init; } = 2;

    /// <summary>Counts the words of the corpus and learns which pairs to merge.</summary>
    /// <exception cref="ArgumentException">The vocabulary size has no room for special tokens and alphabet.</exception>
    /// <exception cref="TokenizationException">The corpus is empty.</exception>
    public WordPieceTrainingResult Train(
        TrainingCorpus corpus, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default) => throw new NotImplementedException();
}

/// <summary>The vocabulary that WordPiece learned.</summary>
public sealed record WordPieceTrainingResult(Vocabulary Vocabulary, int RequestedSize) : TrainingResult(Vocabulary, RequestedSize);
