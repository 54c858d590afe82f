namespace Attune.Tokenizers;

/// <summary>Makes the vocabulary of a word tokenizer: the most frequent words of the corpus, as its pre-tokenizer cuts them. Of equally frequent ones the smaller by bytes comes first.</summary>
public sealed record WordLevelTrainer : Trainer
{
    /// <summary>Words that occur less often are left out.</summary>
    public long MinimumFrequency { get; init; } = 1;

    /// <summary>Counts the words of the corpus.</summary>
    /// <exception cref="TokenizationException">The corpus is empty.</exception>
    public WordLevelTrainingResult Train(
        TrainingCorpus corpus, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default) => throw new NotImplementedException();
}

/// <summary>A vocabulary of words or characters.</summary>
public sealed record WordLevelTrainingResult(Vocabulary Vocabulary, int RequestedSize) : TrainingResult(Vocabulary, RequestedSize);
