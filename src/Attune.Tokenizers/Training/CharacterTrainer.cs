namespace Attune.Tokenizers;

/// <summary>Makes the vocabulary of a character tokenizer: the characters (Unicode code points) of the corpus, the most frequent first.</summary>
public sealed record CharacterTrainer : Trainer
{
    /// <summary>
    /// The part of all characters of the corpus that the vocabulary shall cover, from 0 to 1: 0.9995 leaves out the rarest characters that together make up less than 0.05 %.
    /// </summary>
    public double CharacterCoverage { get; init; } = 1;

    /// <summary>Counts the characters of the corpus.</summary>
    /// <exception cref="TokenizationException">The corpus is empty.</exception>
    public WordLevelTrainingResult Train(
        TrainingCorpus corpus, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default) => throw new NotImplementedException();
}
